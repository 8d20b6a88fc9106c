// Where a term or an issue is: ranges of a text, and the text as nodes with those ranges marked.

import { h } from "./dom.js";
import { howEnforced, issueName, issueText } from "./names.js";

export function sourceMarks(segment) {
  const terms = segment.terms.map((term) => ({ start: term.start, end: term.end, kind: term.how === "missed" ? "missed" : "term", title: `${term.target} · ${howEnforced(term.how)}` }));
  return apart([...issueMarks(segment, segment.source, 0), ...terms]);
}

export function targetMarks(segment, text = segment.target) {
  const folded = text.toLowerCase();
  const from = new Map();
  const terms = segment.terms.flatMap((term) => {
    const form = (term.target || "").toLowerCase();
    const start = form && folded.length === text.length ? folded.indexOf(form, from.get(form) || 0) : -1;
    if (start < 0) return [];
    from.set(form, start + form.length);
    return [{ start, end: start + form.length, kind: "term", title: `${term.source} · ${howEnforced(term.how)}` }];
  });
  return apart([...issueMarks(segment, text, 1), ...terms]);
}

// What a message quotes: "23日 -> 21st" has a side for each text, "23일 is not in the translation" stands in the
// source, "'%s' is not in the source" in the target; anything else is looked for as it is.
function quoted({ message }, side) {
  const arrow = message.split(" -> ");
  if (arrow.length === 2) return [arrow[side]];
  const lost = /^'?(.+?)'? is not in the (translation|source)$/.exec(message);
  if (lost) return (lost[2] === "translation") === (side === 0) ? [lost[1]] : [];
  return [message, ...[...message.matchAll(/'([^']+)'/g)].map((found) => found[1])];
}

function issueMarks(segment, text, side) {
  return segment.issues.flatMap((issue) => {
    const part = quoted(issue, side).map((each) => each.trim()).find((each) => each && each.length < 80 && text.includes(each));
    if (!part) return [];
    const start = text.indexOf(part);
    return [{ start, end: start + part.length, kind: issue.serious ? "serious" : "notice", title: `${issueName(issue.code)}: ${issueText(issue.message)}` }];
  });
}

function apart(ranges) {
  const kept = [];
  for (const range of ranges) if (kept.every((other) => range.end <= other.start || other.end <= range.start)) kept.push(range);
  return kept.sort((a, b) => a.start - b.start);
}

export function marked(text, ranges) {
  const nodes = [];
  let at = 0;
  for (const { start, end, kind, title } of ranges) {
    nodes.push(text.slice(at, start), h("mark", { class: kind, title }, text.slice(start, end)));
    at = end;
  }
  nodes.push(text.slice(at));
  return nodes;
}

// A text field whose text is marked: the marks lie behind it and give it its height.
export function field({ label, lang, value = "", marks = () => [], oninput = () => {}, ...rest }) {
  const behind = h("div", { class: "behind", "aria-hidden": "true" });
  const input = h("textarea", { "aria-label": label, lang, value, spellcheck: "false", rows: "1", ...rest, oninput: () => { draw(); oninput(input.value); } });
  const box = h("div", { class: "field", lang }, behind, input);
  const draw = () => behind.replaceChildren(...marked(input.value, marks(input.value)), "\u200b");
  const speak = (code) => [box, input].forEach((part) => (code ? part.setAttribute("lang", code) : part.removeAttribute("lang")));
  draw();
  return { box, input, draw, speak };
}

// What a text has that another does not, word by word (letter by letter where there are no spaces).
export function different(text, other) {
  const [mine, theirs] = [text, other].map((each) => each.match(/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]|\s+|[^\s\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]+/gu) || []);
  if (mine.length * theirs.length > 250000) return [];
  const same = common(mine, theirs);
  const ranges = [];
  let at = 0;
  mine.forEach((part, place) => {
    if (!same.has(place) && part.trim()) ranges.push({ start: at, end: at + part.length, kind: "other" });
    at += part.length;
  });
  return ranges;
}

// The places of the longest common subsequence in the first list.
function common(first, second) {
  const lengths = Array.from({ length: first.length + 1 }, () => new Uint32Array(second.length + 1));
  for (let i = first.length - 1; i >= 0; i--)
    for (let j = second.length - 1; j >= 0; j--)
      lengths[i][j] = first[i] === second[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
  const places = new Set();
  for (let i = 0, j = 0; i < first.length && j < second.length; ) {
    if (first[i] === second[j]) { places.add(i); i++; j++; } else if (lengths[i + 1][j] >= lengths[i][j + 1]) i++;
    else j++;
  }
  return places;
}
