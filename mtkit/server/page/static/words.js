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

export const t = (id, values = {}) => fill(words[id]?.[0] || id, values);

// Korean and Japanese have one form, English two.
export function n(one, many, count, values = {}) {
  const forms = words[one];
  const form = forms ? forms[Math.min(forms.length - 1, count === 1 ? 0 : 1)] : count === 1 ? one : many;
  return fill(form || many, { n: number(count), ...values });
}

export const number = (value) => value.toLocaleString(document.documentElement.lang);

export const time = (seconds) => new Date(seconds * 1000).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
