// A release side by side: every segment is read, mended and accepted by a person.

import { api } from "./api.js";
import { button, complain, h, say, select } from "./dom.js";
import { directionName, languageName } from "./names.js";
import { row } from "./row.js";
import { issues } from "./segment.js";
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
    const elements = wanted.slice(0, most).map((segment) => (rows[segment.number] ||= row(segment, release, progress)).element);
    // What stands there already stays: somebody may be typing in it.
    if ([...list.children].every((child, place) => child === elements[place])) list.append(...elements.slice(list.children.length));
    else list.replaceChildren(...elements);
    more.hidden = wanted.length <= most;
    nothing.hidden = wanted.length > 0 || release.state === "translating";
    nothing.textContent = release.segments.length ? t("No segment is left here.") : t("This document has no text to translate.");
    progress();
  }

  async function follow() {
    while (!gone && release.state === "translating") {
      await new Promise((done) => setTimeout(done, 600));
      if (gone) return;
      try { merge(await api.release(item, release.done)); } catch (error) { complain(error); return; }
      draw();
      if (release.state === "ready") say(t("The translation is ready for your review."));
    }
  }

  function merge(fresh) {
    for (const segment of fresh.segments) if (release.segments[segment.number].target === null) release.segments[segment.number] = segment;
    release = { ...fresh, segments: release.segments };
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
    issues(release.notices),
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
  return ({ closing = false } = {}) => {
    const unsaved = rows.some((one) => one?.unsaved());
    settled();
    gone = !closing;
    return !(closing && unsaved);
  };
}
