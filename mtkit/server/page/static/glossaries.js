// The glossaries of the server's folder.

import { api } from "./api.js";
import { button, complain, h } from "./dom.js";
import { n, t, time } from "./words.js";

export async function show(root) {
  const { glossaries, folder } = await api.glossaries();
  root.append(h("h1", {}, t("Glossaries")), h("p", { class: "lead" }, t("Names and terms that must come out right, in all three languages.")));
  if (!folder) root.append(h("p", { class: "empty" }, t("The server was started without a folder of glossaries."), " ", h("code", {}, "mtkit serve --glossaries FOLDER")));
  else root.append(h("div", { class: "bar" }, button(t("New glossary"), make, { symbol: "plus" })));
  if (folder && !glossaries.length) root.append(h("p", { class: "empty" }, t("The folder has no glossary (.tsv) yet.")));
  if (glossaries.length) root.append(h("ul", { class: "cards" }, glossaries.map(card)));
}

async function make() {
  const name = window.prompt(t("What is the glossary called?"));
  if (!name) return;
  try {
    await api.newGlossary(name);
    location.hash = `#/glossaries/${encodeURIComponent(name.trim())}`;
  } catch (error) { complain(error); }
}

const card = (glossary) => h("li", { class: "card" },
  h("a", { class: "name", href: `#/glossaries/${encodeURIComponent(glossary.name)}` }, glossary.name),
  h("p", { class: "hint" }, glossary.error ? h("span", { class: "bad" }, glossary.error) : n("{n} entry", "{n} entries", glossary.entries), " · ", time(glossary.changed)));
