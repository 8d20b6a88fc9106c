// The releases: what is being reviewed, and a new document.

import { api } from "./api.js";
import { button, complain, h, select, unique } from "./dom.js";
import { LANGUAGES, directionName, languageName } from "./names.js";
import { n, t, time } from "./words.js";

export async function show(root, { settings }) {
  const wanted = { source: "auto", target: "en", glossary: settings.glossaries[0] || "" };
  const list = h("ul", { class: "cards" });
  const hint = h("p", { class: "hint" }, t("Formats: {formats}. At most {size} MB.", { formats: settings.suffixes.join(" "), size: Math.floor(settings.max_bytes / 1e6) }));
  const id = unique("file");
  const file = h("input", { type: "file", id, class: "unseen", accept: settings.suffixes.join(","), onchange: () => upload(file.files[0]) });
  const names = LANGUAGES.map((code) => [code, languageName(code)]);
  const change = (key) => (value) => (wanted[key] = value);
  const drop = h("div", { class: "drop", ondragover: over(true), ondragleave: over(false), ondrop: dropped },
    h("div", { class: "bar" },
      select(t("From"), [["auto", t("Detect")], ...names], wanted.source, change("source")),
      select(t("To"), names, wanted.target, change("target")),
      settings.glossaries.length ? select(t("Glossary"), [...settings.glossaries.map((name) => [name, name]), ["", t("none")]], wanted.glossary, change("glossary")) : ""),
    h("p", { class: "pick" }, file, h("label", { for: id, class: "button main" }, t("Choose a document")), h("span", {}, t("or drop it here"))),
    hint);
  const sending = h("p", { class: "busy", role: "status" });

  function over(on) {
    return (event) => { event.preventDefault(); drop.classList.toggle("over", on); };
  }

  function dropped(event) {
    event.preventDefault();
    drop.classList.remove("over");
    upload(event.dataTransfer.files[0]);
  }

  async function upload(document) {
    if (!document) return;
    if (document.size > settings.max_bytes) {
      complain(new Error(t("{name} is too large: {size} MB at most.", { name: document.name, size: Math.floor(settings.max_bytes / 1e6) })));
      return;
    }
    sending.textContent = t("Sending {name}…", { name: document.name });
    try {
      const made = await api.upload(document, wanted);
      location.hash = `#/releases/${encodeURIComponent(made.id)}`;
    } catch (error) {
      complain(error);
    }
    sending.textContent = "";
    file.value = "";
  }

  async function remove(release) {
    if (!window.confirm(t("Remove {name} and its review from the server?", { name: release.name }))) return;
    try { await api.remove(release.id); await draw(); } catch (error) { complain(error); }
  }

  function card(release) {
    const done = release.segments ? release.accepted / release.segments : 0;
    return h("li", { class: "card release" },
      h("a", { class: "name", href: `#/releases/${encodeURIComponent(release.id)}` }, release.name),
      h("p", { class: "hint" }, directionName(release.source, release.target), " · ", n("{n} segment", "{n} segments", release.segments), " · ", time(release.made)),
      h("progress", { max: "1", value: done, "aria-label": t("Accepted") }),
      h("p", { class: "hint" }, t("{accepted} of {segments} accepted", { accepted: release.accepted, segments: release.segments })),
      button(t("Remove {name}", { name: release.name }), () => remove(release), { symbol: "bin", bare: true, kind: "quiet small" }));
  }

  async function draw() {
    const { releases } = await api.releases();
    list.replaceChildren(...releases.map(card));
    list.hidden = !releases.length;
  }

  await draw();
  root.append(h("h1", {}, t("Releases")), h("p", { class: "lead" }, t("Translate a whole document, review it sentence by sentence, and take it away as a document, a gettext catalogue or a translation memory.")), drop, sending, list);
}
