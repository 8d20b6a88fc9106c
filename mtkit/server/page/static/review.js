// A release side by side: every segment is read, mended and accepted by a person.

import { api } from "./api.js";
import { button, complain, h, later, say, select } from "./dom.js";
import { field, marked, sourceMarks, targetMarks } from "./marks.js";
import { directionName, languageName } from "./names.js";
import { issues, origin } from "./segment.js";
import { n, number, t } from "./words.js";

const STEP = 100; // segments drawn at a time

export async function show(root, { item, settings }) {
  let release = await api.release(item);
  let filter = "all";
  let most = STEP;
  let gone = false;
  const rows = [];
  const list = h("ol", { class: "review" });
  const more = button(t("Show more segments"), () => { most += STEP; draw(); }, { hidden: true });
  const meter = h("progress", { max: "1", "aria-label": t("Accepted") });
  const told = h("p", { class: "told", role: "status" });
  const nothing = h("p", { class: "empty", hidden: true });

  function progress() {
    const total = release.segments.length;
    const accepted = release.segments.filter((segment) => segment.accepted).length;
    const translating = release.state === "translating";
    meter.value = total ? (translating ? release.done : accepted) / total : 1;
    const figures = { done: number(translating ? release.done : accepted), total: number(total) };
    told.textContent = release.state === "failed" ? t("The translation stopped: {reason}", { reason: release.error })
      : translating ? t("Translating: {done} of {total}", figures) : t("{done} of {total} accepted", figures);
  }

  const shown = {
    all: () => true,
    open: (segment) => !segment.accepted,
    issues: (segment) => segment.issues.length > 0,
    edited: (segment) => segment.edited,
  };

  function draw() {
    const wanted = release.segments.filter((segment) => segment.target !== null && shown[filter](segment));
    list.replaceChildren(...wanted.slice(0, most).map((segment) => (rows[segment.number] ||= row(segment)).element));
    more.hidden = wanted.length <= most;
    nothing.hidden = wanted.length > 0 || release.state === "translating";
    nothing.textContent = release.segments.length ? t("No segment is left here.") : t("This document has no text to translate.");
    progress();
  }

  function row(segment) {
    const input = field({
      label: t("Translation of segment {n}", { n: segment.number + 1 }),
      lang: release.target,
      value: segment.target,
      marks: (text) => targetMarks(segment, text),
      oninput: (text) => { segment.target = text; saving(); },
    });
    const mark = h("span", { class: "saved", role: "status" });
    const accept = button("", toggle, { symbol: "check", kind: "accept" });
    const restore = button(t("Back to the machine's translation"), machine, { symbol: "undo", bare: true, kind: "quiet small" });
    const original = h("p", { class: "source", lang: release.source });
    const problems = h("div", {});
    const element = h("li", { class: "row", onkeydown: keys },
      h("div", { class: "number" }, number(segment.number + 1)),
      original,
      h("div", { class: "mine" }, input.box, problems),
      h("div", { class: "state" }, accept, restore, mark));
    const saving = later(700, save);
    let sent = { target: segment.target, accepted: segment.accepted };
    let queue = Promise.resolve();

    // One after the other, each with what holds by then: the server refuses a change to what it does not hold any more.
    function save() {
      queue = queue.then(send);
      return queue;
    }

    async function send() {
      const now = { target: segment.target, accepted: segment.accepted };
      if (now.target === sent.target && now.accepted === sent.accepted) return;
      mark.textContent = t("Saving…");
      try {
        const kept = await api.segment(release.id, segment.number, { ...now, revision: segment.revision });
        sent = now;
        Object.assign(segment, kept, { target: segment.target, accepted: segment.accepted });
        mark.textContent = t("Saved");
      } catch (error) {
        mark.textContent = t("Not saved");
        complain(error);
      }
      paint();
    }

    function machine() {
      input.input.value = segment.target = segment.machine;
      save();
      input.input.focus();
    }

    function toggle() {
      segment.accepted = !segment.accepted;
      save();
    }

    function paint() {
      if (input.input.value !== segment.target && document.activeElement !== input.input) input.input.value = segment.target;
      input.draw();
      original.replaceChildren(...marked(segment.source, sourceMarks(segment)));
      element.classList.toggle("accepted", segment.accepted);
      accept.setAttribute("aria-pressed", String(segment.accepted));
      accept.querySelector("span").textContent = segment.accepted ? t("Accepted") : t("Accept");
      accept.setAttribute("aria-label", t("Accept segment {n}", { n: segment.number + 1 }));
      restore.hidden = segment.target === segment.machine;
      problems.replaceChildren(segment.edited ? "" : origin(segment), issues(segment.issues));
      progress();
    }

    function keys(event) {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        segment.accepted = true;
        step(element, 1, (next) => !next.classList.contains("accepted"));
        save();
      } else if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        event.preventDefault();
        step(element, event.key === "ArrowDown" ? 1 : -1, () => true);
      }
    }

    input.input.addEventListener("blur", () => saving.flush());
    paint();
    return { element, settled: () => save() };
  }

  function step(from, by, wanted) {
    let next = from;
    do next = by > 0 ? next.nextElementSibling : next.previousElementSibling;
    while (next && !wanted(next));
    next?.querySelector("textarea").focus();
  }

  async function follow() {
    while (!gone && release.state === "translating") {
      await new Promise((done) => setTimeout(done, 600));
      if (gone) return;
      try { merge(await api.release(item)); } catch (error) { complain(error); return; }
      draw();
      if (release.state === "ready") say(t("The translation is ready for your review."));
    }
  }

  function merge(fresh) {
    for (const segment of release.segments) if (segment.target !== null) fresh.segments[segment.number] = segment;
    release = fresh;
  }

  const settled = () => Promise.all(rows.map((one) => one?.settled()));

  async function take(kind) {
    await settled();
    try { say(t("{name} is on its way.", { name: await api.download(release.id, kind) })); } catch (error) { complain(error); }
  }

  async function remember() {
    await settled();
    try {
      const { saved } = await api.rememberRelease(release.id);
      say(n("{n} accepted segment is in the translation memory.", "{n} accepted segments are in the translation memory.", saved));
    } catch (error) { complain(error); }
  }

  const kinds = [["document", t("Document")], ["po", t("Gettext catalogue (PO)")], ["tmx", t("Translation memory (TMX)")]];
  const filters = [["all", t("all")], ["open", t("not accepted yet")], ["issues", t("with issues")], ["edited", t("edited")]];
  root.append(
    h("p", { class: "back" }, h("a", { href: "#/releases" }, t("All releases"))),
    h("h1", {}, release.name),
    h("p", { class: "lead" }, directionName(release.source, release.target), " · ", n("{n} segment", "{n} segments", release.segments.length)),
    h("div", { class: "desk" },
      h("div", { class: "progress" }, meter, told),
      select(t("Show"), filters, filter, (value) => { filter = value; most = STEP; draw(); }),
      h("div", { class: "downloads", role: "group", "aria-label": t("Download") }, kinds.map(([kind, name]) => button(name, () => take(kind), { symbol: "down" })),
        settings.memory && button(t("Save to the memory"), remember, { symbol: "memory" }))),
    h("p", { class: "hint keys" }, t("Ctrl+Enter accepts and goes on, Alt+↑ and Alt+↓ move between segments.")),
    h("div", { class: "heads", "aria-hidden": "true" }, h("span"), h("span", {}, languageName(release.source)), h("span", {}, languageName(release.target)), h("span")),
    list, nothing, more);
  draw();
  follow();
  return () => { gone = true; settled(); return true; };
}
