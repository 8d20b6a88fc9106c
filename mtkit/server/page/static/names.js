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
  pivoted: t("carried through both steps"),
  masked: t("carried through the model"),
  replaced: t("put in place afterwards"),
  written: t("written by a person"),
  recalled: t("in the translation memory"),
  missed: t("not in the translation"),
})[how] || how;

export const originName = (origin) => ({
  "memory context": t("From the memory: the same text in the same place"),
  "memory 100%": t("From the memory: the same text"),
  "memory substituted": t("From the memory, with other numbers or names"),
  "memory partly": t("Some sentences are from the memory"),
})[origin] || origin;

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
  introduce: t("Introduce in full"),
  note: t("Note"),
  domain: t("Domain"),
})[column] || column;

const issues = () => ({
  "number-changed": t("A number has changed"),
  "number-missed": t("A number is missing"),
  "number-added": t("A number too many"),
  "date-changed": t("A date has changed"),
  "term-missed": t("A term is missing"),
  "term-lost": t("A term is missing"),
  "term-over-used": t("A term too many"),
  "term-forbidden": t("A term that must not be written"),
  "source-script": t("Untranslated text is left"),
  "source-left": t("Untranslated text is left"),
  untranslated: t("The text is not translated"),
  repetition: t("Something is repeated"),
  "repeated-word": t("Something is repeated"),
  length: t("The length is unusual"),
  "too-long": t("The translation is very long"),
  "too-short": t("The translation is very short"),
  empty: t("The translation is empty"),
  "empty-output": t("The translation is empty"),
  "speech-level": t("The speech level changes"),
  clash: t("Also in another row"),
  duplicate: t("The same as another row"),
  "empty-side": t("A language is missing"),
  variant: t("Two forms match the same text"),
  "wrong-script": t("Letters of another script"),
  width: t("Full-width characters"),
  short: t("A single character"),
  inside: t("Contains another term"),
  row: t("The row cannot be used"),
});

// What is left of the codes, by their first word.
const families = () => ({
  term: t("A term to look at"),
  placeholder: t("A placeholder has changed"),
  tag: t("A tag has changed"),
  url: t("An address has changed"),
  email: t("An address has changed"),
  space: t("Unusual spaces"),
  spacing: t("Unusual spaces"),
  newline: t("The lines are others"),
  particle: t("A particle to look at"),
  bracket: t("A punctuation mark has changed"),
  end: t("A punctuation mark has changed"),
  mark: t("A punctuation mark has changed"),
});

export const issueName = (code) => issues()[code] || families()[code.split("-")[0]] || code;

// The messages of checks are English; the two most frequent are said in the interface's language.
export function issueText(message) {
  const [, text, where] = /^(.+) is not in the (translation|source)$/.exec(message) || [];
  if (!text) return message;
  return where === "source" ? t("{text} is not in the source", { text }) : t("{text} is not in the translation", { text });
}
