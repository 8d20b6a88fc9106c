// Other translations of a text as a list of buttons, with what is different marked.

import { api } from "./api.js";
import { h } from "./dom.js";
import { different, marked } from "./marks.js";
import { t } from "./words.js";

export const searching = () => h("p", { class: "hint", role: "status" }, t("Looking for other translations…"));

export async function others(text, { source, target, glossary }, current, pick) {
  const told = await api.alternatives({ text, source, target, glossary });
  const texts = [...new Set([current, ...told.alternatives])];
  const one = (each) => h("li", {}, h("button", {
    type: "button", class: "alternative", lang: target, "aria-current": each === current ? "true" : null, onclick: () => pick(each),
  }, marked(each, different(each, current))));
  return h("div", {},
    h("ul", { class: "alternatives", "aria-label": t("Other translations") }, texts.map(one)),
    texts.length < 2 && h("p", { class: "hint" }, t("The model has no other translation.")));
}
