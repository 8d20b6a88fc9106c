// Two panes: what is typed on the left stands translated on the right.

import { api } from "./api.js";
import { button, complain, h, later, say, select } from "./dom.js";
import { field, sourceMarks } from "./marks.js";
import { LANGUAGES, howEnforced, languageName } from "./names.js";
import { block } from "./segment.js";
import { n, number, t } from "./words.js";

const KEPT = "mtkit-text";
const OTHER = { ko: "en", ja: "ko", en: "ko" };

export async function show(root, { settings }) {
  const state = { source: "auto", target: "en", glossary: "", text: "", ...kept() };
  if (!settings.glossaries.includes(state.glossary)) state.glossary = settings.glossaries[0] || "";
  const chosen = new Map(); // what a person chose or wrote in place of the translation, by language and source
  let running = null;
  let answer = null;

  const input = field({
    label: t("Text to translate"),
    lang: state.source === "auto" ? "" : state.source,
    value: state.text,
    placeholder: t("Type or paste text in Korean, Japanese or English."),
    maxlength: settings.max_characters,
    marks: markLines,
    oninput: (text) => { state.text = text; count(); wait(); },
  });
  const counter = h("p", { class: "count" });
  const found = h("p", { class: "found" });
  const output = h("div", { class: "output" });
  const notes = h("div", { class: "notes" });
  const busy = h("p", { class: "busy", role: "status" });
  const ready = h("p", { class: "unseen", role: "status" });
  const bar = h("div", { class: "bar" });
  const wait = later(350, translate);

  function markLines(text) {
    if (!answer) return [];
    const known = new Map(answer.segments.map((segment) => [segment.source, sourceMarks(segment)]));
    let at = 0;
    return text.split("\n").flatMap((line) => {
      const start = at;
      at += line.length + 1;
      return (known.get(line) || []).map((mark) => ({ ...mark, start: mark.start + start, end: mark.end + start }));
    });
  }

  async function translate() {
    running?.abort();
    keep(state);
    if (!state.text.trim()) return clear();
    running = new AbortController();
    ready.textContent = "";
    busy.textContent = t("Translating…");
    output.setAttribute("aria-busy", "true");
    try {
      const { source, target, text, glossary } = state;
      const told = await api.translate({ text, source, target, glossary }, running.signal);
      if (told.source === told.target) return turn(told.source);
      answer = told;
      draw();
    } catch (error) {
      if (error.name === "AbortError") return undefined;
      busy.textContent = "";
      complain(error);
    }
    output.removeAttribute("aria-busy");
    return undefined;
  }

  function turn(language) {
    state.target = OTHER[language];
    choices();
    return translate();
  }

  function clear() {
    answer = null;
    busy.textContent = found.textContent = "";
    output.removeAttribute("aria-busy");
    output.replaceChildren(h("p", { class: "empty" }, t("The translation appears here.")));
    notes.replaceChildren();
    input.draw();
  }

  function draw() {
    busy.textContent = "";
    const { source, target, segments } = answer;
    const many = segments.reduce((sum, segment) => sum + segment.issues.length, 0);
    ready.textContent = many ? n("Translated, with {n} thing to look at.", "Translated, with {n} things to look at.", many) : t("Translated.");
    found.textContent = state.source === "auto" ? t("Detected: {language}", { language: languageName(source) }) : "";
    input.speak(source);
    input.draw();
    const context = { source, target, glossary: state.glossary, memory: settings.memory, chosen };
    output.replaceChildren(...segments.map((segment) => (segment.source.trim() ? block(segment, context) : h("p", { class: "blank" }))));
    notes.replaceChildren(...termTable(segments, source, target));
  }

  function choices() {
    const names = LANGUAGES.map((code) => [code, languageName(code)]);
    const change = (key) => (value) => { state[key] = value; answer = null; input.speak(state.source === "auto" ? "" : state.source); apart(key); choices(); translate(); };
    bar.replaceChildren(
      select(t("From"), [["auto", t("Detect")], ...names], state.source, change("source")),
      button(t("Swap the languages"), swap, { symbol: "swap", bare: true, kind: "quiet swap" }),
      select(t("To"), names, state.target, change("target")),
      settings.glossaries.length ? select(t("Glossary"), [...settings.glossaries.map((name) => [name, name]), ["", t("none")]], state.glossary, change("glossary")) : "",
    );
  }

  function apart(changed) {
    if (state.source !== state.target) return;
    if (changed === "source") state.target = OTHER[state.source];
    else state.source = OTHER[state.target];
  }

  function swap() {
    const source = answer?.source || (state.source === "auto" ? OTHER[state.target] : state.source);
    if (answer) state.text = input.input.value = plain();
    Object.assign(state, { source: state.target, target: source });
    answer = null;
    input.speak(state.source);
    input.draw();
    choices();
    count();
    translate();
    bar.querySelector(".swap").focus();
  }

  const plain = () => (answer ? answer.segments.map((segment) => chosen.get(`${answer.target}\n${segment.source}`) ?? segment.target).join("\n") : "");

  async function copy() {
    if (await copied(plain())) say(t("Copied."));
    else say(t("The browser does not let this page copy."), "alert");
  }

  function wipe() {
    state.text = input.input.value = "";
    count();
    keep(state);
    running?.abort();
    clear();
    input.input.focus();
  }

  const count = () => (counter.textContent = t("{used} of {most} characters", { used: number(state.text.length), most: number(settings.max_characters) }));

  root.append(
    h("h1", { class: "unseen" }, t("Translate text")),
    bar,
    h("div", { class: "panes" },
      h("section", { class: "pane", "aria-label": t("Source text") }, input.box,
        h("footer", {}, found, counter, button(t("Clear"), wipe, { symbol: "close", bare: true, kind: "quiet" }))),
      h("section", { class: "pane", "aria-label": t("Translation") }, output,
        h("footer", {}, busy, button(t("Copy the translation"), copy, { symbol: "copy", bare: true, kind: "quiet" })))),
    notes, ready,
  );
  choices();
  count();
  clear();
  if (state.text) translate();
  root.addEventListener("shown", () => input.input.focus({ preventScroll: true }));
  return () => { running?.abort(); return true; };
}

function termTable(segments, source, target) {
  const rows = new Map(segments.flatMap((segment) => segment.terms).map((term) => [`${term.source}\n${term.target}\n${term.how}`, term]));
  if (!rows.size) return [];
  const head = [languageName(source), languageName(target), t("How it was kept")];
  const cells = [...rows.values()].map((term) => h("tr", {},
    h("th", { scope: "row", lang: source }, term.source),
    h("td", { lang: target }, term.target),
    h("td", { class: `how ${term.how}` }, howEnforced(term.how))));
  return [h("section", { class: "card" },
    h("h2", {}, n("{n} term of the glossary", "{n} terms of the glossary", rows.size)),
    h("div", { class: "scroll" }, h("table", {}, h("thead", {}, h("tr", {}, head.map((name) => h("th", { scope: "col" }, name)))), h("tbody", {}, cells))))];
}

// Browsers keep their clipboard to pages of https and localhost; elsewhere a selection is copied.
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = h("textarea", { value: text, class: "unseen", "aria-hidden": "true" });
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

function kept() {
  try { return JSON.parse(sessionStorage.getItem(KEPT)) || {}; } catch { return {}; }
}

const keep = (state) => sessionStorage.setItem(KEPT, JSON.stringify(state));
