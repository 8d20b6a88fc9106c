// A glossary as a table that is read through while it is written.

import { api } from "./api.js";
import { button, complain, h, later, say, unique } from "./dom.js";
import { columnName, issueName, kindName } from "./names.js";
import { n, number, t } from "./words.js";

const STEP = 100; // rows drawn at a time
const FIRST = ["ko", "ja", "en", "kind", "abbreviation"];
const LANGUAGES = ["ko", "ja", "en"];

export async function show(root, { item, settings }) {
  let table = await api.glossary(item);
  let changed = false;
  let checking = null;
  let wide = false;
  let most = STEP;
  const rows = table.rows.map((cells) => ({ cells: { ...cells }, issues: [] }));
  const body = h("tbody");
  const head = h("thead");
  const told = h("p", { class: "told", role: "status" });
  const search = h("input", { type: "search", id: unique("search"), oninput: later(200, () => { most = STEP; draw(); }) });
  const only = h("input", { type: "checkbox", id: unique("only"), onchange: () => { most = STEP; draw(); } });
  const every = h("input", { type: "checkbox", id: unique("every"), onchange: () => { wide = every.checked; draw(); } });
  const more = button(t("Show more rows"), () => { most += STEP; draw(); }, { hidden: true });
  const saver = button(t("Save"), save, { kind: "main", disabled: true });

  const columns = () => (wide ? [...FIRST, ...table.columns.filter((name) => !FIRST.includes(name))] : FIRST);
  const content = () => rows.map((row) => row.cells);

  function wanted() {
    const text = search.value.trim().toLowerCase();
    const fits = (row) => !text || Object.values(row.cells).some((cell) => cell.toLowerCase().includes(text));
    return rows.filter((row) => row.fresh || (fits(row) && (!only.checked || row.issues.length)));
  }

  function draw() {
    head.replaceChildren(h("tr", {}, h("th", { scope: "col" }, t("Row")), columns().map((name) => h("th", { scope: "col" }, columnName(name))), h("th", { scope: "col" }, h("span", { class: "unseen" }, t("Remove")))));
    const found = wanted();
    body.replaceChildren(...found.slice(0, most).flatMap(line));
    more.hidden = found.length <= most;
  }

  function line(row) {
    const place = rows.indexOf(row) + 1;
    row.problems ||= h("td", {});
    row.below ||= h("tr", { class: "problems" }, h("td", {}), row.problems);
    row.problems.colSpan = columns().length + 1;
    problems(row);
    const remove = button(t("Remove row {n}", { n: place }), () => drop(row), { symbol: "bin", bare: true, kind: "quiet small" });
    return [h("tr", {}, h("th", { scope: "row" }, number(place)), columns().map((name) => h("td", {}, cell(row, name, place))), h("td", {}, remove)), row.below];
  }

  function cell(row, name, place) {
    const label = t("{column}, row {n}", { column: columnName(name), n: place });
    const write = (event) => { row.cells[name] = event.target.value; touch(); };
    if (name === "kind") return h("select", { "aria-label": label, onchange: write }, settings.kinds.map((kind) => h("option", { value: kind, selected: kind === (row.cells.kind || "term") }, kindName(kind))));
    const language = name.slice(0, 2);
    return h("input", { "aria-label": label, value: row.cells[name] || "", lang: LANGUAGES.includes(language) && (name.length === 2 || name[2] === "_") ? language : null, oninput: write, autocomplete: "off", spellcheck: "false" });
  }

  function problems(row) {
    row.below.hidden = !row.issues.length;
    row.problems.replaceChildren(h("ul", { class: "issues" }, row.issues.map((issue) => h("li", { class: issue.serious ? "serious" : "notice" }, h("b", {}, issueName(issue.code)), ` ${issue.message}`))));
  }

  function touch() {
    changed = true;
    saver.disabled = false;
    lint();
  }

  const lint = later(500, async () => {
    checking?.abort();
    checking = new AbortController();
    try { mark((await api.lint({ rows: content() }, checking.signal)).issues); } catch (error) { complain(error); }
  });

  function mark(issues) {
    rows.forEach((row) => (row.issues = []));
    issues.forEach((issue) => rows[issue.row]?.issues.push(issue));
    rows.filter((row) => row.below).forEach(problems);
    const serious = issues.filter((issue) => issue.serious).length;
    told.textContent = [n("{n} entry", "{n} entries", rows.length), n("{n} issue", "{n} issues", issues.length), n("{n} serious", "{n} serious", serious)].join(" · ");
  }

  function add() {
    const row = { cells: { kind: "term" }, issues: [], fresh: true };
    rows.unshift(row);
    search.value = "";
    only.checked = false;
    draw();
    body.querySelector("input").focus();
    changed = true;
    saver.disabled = false;
  }

  function drop(row) {
    rows.splice(rows.indexOf(row), 1);
    touch();
    draw();
    say(t("The row is removed once you save."));
  }

  async function save() {
    lint.flush();
    try {
      const kept = await api.saveGlossary(item, { rows: content(), version: table.version });
      table = { ...table, version: kept.version };
      changed = false;
      saver.disabled = true;
      mark(kept.issues);
      say(t("Saved."));
    } catch (error) {
      if (error.told?.issues) mark(error.told.issues);
      complain(error);
    }
  }

  const leave = ({ closing = false } = {}) => !changed || (!closing && window.confirm(t("Leave without saving the glossary?")));
  root.append(
    h("p", { class: "back" }, h("a", { href: "#/glossaries" }, t("All glossaries"))),
    h("h1", {}, item),
    h("div", { class: "desk" },
      h("div", { class: "choice" }, h("label", { for: search.id }, t("Search")), search),
      h("div", { class: "tick" }, only, h("label", { for: only.id }, t("with issues only"))),
      h("div", { class: "tick" }, every, h("label", { for: every.id }, t("all columns"))),
      h("div", { class: "downloads" }, button(t("New row"), add, { symbol: "plus" }), saver)),
    told,
    h("p", { class: "hint" }, t("Several forms of a cell stand with | between them; - says that a language has no form.")),
    h("div", { class: "scroll" }, h("table", { class: "glossary" }, head, body)),
    more);
  mark(table.issues);
  draw();
  return leave;
}
