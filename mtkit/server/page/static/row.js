// One segment of a release: its source, a field for its translation, what is to be looked at, and its acceptance.

import { api } from "./api.js";
import { button, complain, h, later, unique } from "./dom.js";
import { field, marked, sourceMarks, targetMarks } from "./marks.js";
import { others, searching } from "./others.js";
import { issues, origin } from "./segment.js";
import { number, t } from "./words.js";

export function row(segment, release, progress) {
  const input = field({
    label: t("Translation of segment {n}", { n: segment.number + 1 }),
    lang: release.target,
    value: segment.target,
    marks: (text) => targetMarks(segment, text),
    oninput: (text) => { segment.target = text; saving(); },
  });
  const mark = h("span", { class: "saved", role: "status" });
  const accept = button("", toggle, { symbol: "check", kind: "accept" });
  const restore = button(t("Back to the machine's translation"), () => write(segment.machine), { symbol: "undo", bare: true, kind: "quiet small" });
  const drawer = h("div", { class: "drawer", id: unique("drawer"), hidden: true });
  const other = button(t("Other translations"), look, { symbol: "list", bare: true, kind: "quiet small", "aria-expanded": "false", "aria-controls": drawer.id });
  const original = h("p", { class: "source", lang: release.source });
  const problems = h("div", {});
  const element = h("li", { class: "row", onkeydown: keys },
    h("div", { class: "number" }, number(segment.number + 1)),
    original,
    h("div", { class: "mine" }, input.box, drawer, problems),
    h("div", { class: "state" }, accept, h("div", { class: "tools" }, other, restore), mark));
  const saving = later(700, save);
  let sent = { target: segment.target, accepted: segment.accepted };
  let queue = Promise.resolve();
  const unsaved = () => segment.target !== sent.target || segment.accepted !== sent.accepted;

  // One after the other, each with what holds by then: the server refuses a change to what it does not hold any more.
  function save() {
    queue = queue.then(send);
    return queue;
  }

  async function send() {
    if (!unsaved()) return;
    const now = { target: segment.target, accepted: segment.accepted };
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

  function write(text) {
    input.input.value = segment.target = text;
    paint();
    save();
    input.input.focus();
  }

  function unfold(list) {
    drawer.hidden = !list;
    drawer.replaceChildren(list || "");
    other.setAttribute("aria-expanded", String(!drawer.hidden));
  }

  async function look() {
    if (!drawer.hidden) return unfold(null);
    unfold(searching());
    try {
      const list = await others(segment.source, release, segment.target, (text) => { unfold(null); write(text); });
      if (!drawer.hidden) unfold(list);
      return list.querySelector("button").focus();
    } catch (error) {
      unfold(null);
      return complain(error);
    }
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
    } else if (event.key === "Escape" && !drawer.hidden) {
      unfold(null);
      other.focus();
    }
  }

  input.input.addEventListener("blur", () => saving.flush());
  paint();
  return { element, settled: () => save(), unsaved };
}

function step(from, by, wanted) {
  let next = from;
  do next = by > 0 ? next.nextElementSibling : next.previousElementSibling;
  while (next && !wanted(next));
  next?.querySelector("textarea").focus();
}
