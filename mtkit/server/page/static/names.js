// How the page names languages, issues, kinds and means.

import { t } from "./words.js";

export const LANGUAGES = ["ko", "ja", "en"];

export const languageName = (code) => ({ ko: t("Korean"), ja: t("Japanese"), en: t("English") })[code] || code;

export const directionName = (source, target) => t("{source} to {target}", { source: languageName(source), target: languageName(target) });

export const howEnforced = (how) => ({
  translated: t("written by the model unasked"),
  annotated: t("given to the model"),
  reranked: t("chosen among several translations"),
  divided: t("translated in a part of its own"),
  constrained: t("the model went on from it"),
  masked: t("carried through the model"),
  replaced: t("put in place afterwards"),
  written: t("written by a person"),
  missed: t("not in the translation"),
})[how] || how;

export const kindName = (kind) => ({
  person: t("person"),
  organisation: t("organisation"),
  place: t("place"),
  event: t("event"),
  product: t("product"),
  term: t("term"),
})[kind] || kind;

export const columnName = (column) => ({
  ko: t("Korean"),
  ja: t("Japanese"),
  en: t("English"),
  ko_aliases: t("Korean, also"),
  ja_aliases: t("Japanese, also"),
  en_aliases: t("English, also"),
  ko_forbidden: t("Korean, never"),
  ja_forbidden: t("Japanese, never"),
  en_forbidden: t("English, never"),
  abbreviation: t("Abbreviation"),
  kind: t("Kind"),
  reading: t("Korean reading"),
  case: t("Capitals"),
  dnt: t("Keep as is"),
  note: t("Note"),
  domain: t("Domain"),
})[column] || column;

export const issueName = (code) => ({
  "number-changed": t("A number has changed"),
  "number-missed": t("A number is missing"),
  "term-missed": t("A term is missing"),
  "placeholder-lost": t("A placeholder is missing"),
  "tag-lost": t("A tag is missing"),
  "source-script": t("Untranslated text is left"),
  repetition: t("Something is repeated"),
  length: t("The length is unusual"),
  empty: t("The translation is empty"),
  clash: t("Also in another row"),
  duplicate: t("The same as another row"),
  "empty-side": t("A language is missing"),
  variant: t("Two forms match the same text"),
  "wrong-script": t("Letters of another script"),
  spacing: t("Unusual spaces"),
  width: t("Full-width characters"),
  short: t("A single character"),
  inside: t("Contains another term"),
  row: t("The row cannot be used"),
})[code] || code;
