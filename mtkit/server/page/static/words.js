// The interface's words: gettext catalogues that the server hands over as JSON, English where there is none.

export const INTERFACES = [["en", "English"], ["ko", "한국어"], ["ja", "日本語"]];
const CHOICE = "mtkit-interface";
let words = {};

export const chosen = () => localStorage.getItem(CHOICE) || document.documentElement.lang || "en";

export async function load(code) {
  const answer = await fetch(`/page/words/${code}.json`);
  words = answer.ok ? await answer.json() : {};
  document.documentElement.lang = code;
}

export function choose(code) {
  localStorage.setItem(CHOICE, code);
  return load(code);
}

export const t = (id, values = {}) => fill(words[id] || id, values);

// Korean and Japanese have one form, which their catalogues keep with the English plural.
export const n = (one, many, count, values = {}) =>
  fill(words[many] || (count === 1 ? one : many), { n: number(count), ...values });

export const number = (value) => value.toLocaleString(document.documentElement.lang);

export const time = (seconds) => new Date(seconds * 1000).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
