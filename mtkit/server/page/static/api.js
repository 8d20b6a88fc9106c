// What the page asks its server, and how it says that something went wrong.

import { keyDialog } from "./key.js";
import { t } from "./words.js";

const BASE = "/page/api/";

async function ask(path, { method = "GET", json, body, signal } = {}) {
  const headers = { Accept: "application/json" };
  if (json !== undefined) headers["Content-Type"] = "application/json";
  if (body !== undefined) headers["Content-Type"] = "application/octet-stream";
  let answer;
  try {
    answer = await fetch(BASE + path, { method, headers, signal, body: json !== undefined ? JSON.stringify(json) : body });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error(t("The server does not answer. Is it running?"));
  }
  if (answer.status === 401 && (await begin())) return ask(path, { method, json, body, signal });
  if (!answer.ok) throw await problem(answer);
  return answer;
}

async function problem(answer) {
  let told = {};
  try { told = await answer.json(); } catch { /* an answer of something between us and the server */ }
  const error = new Error(told.error || t("The server answered with an error ({status}).", { status: answer.status }));
  error.status = answer.status;
  error.told = told;
  return error;
}

// The server keeps the key in a cookie that no script reads.
let beginning = null;
const begin = () => (beginning ||= askForKey().finally(() => (beginning = null)));

async function askForKey(problem = "") {
  const key = await keyDialog(problem);
  if (!key) return false;
  const answer = await fetch(`${BASE}session`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ key }) });
  return answer.ok || askForKey(t("This key is not known here."));
}

const path = encodeURIComponent;
const read = async (...request) => (await ask(...request)).json();

export const api = {
  settings: () => read("settings"),
  translate: (json, signal) => read("translate", { method: "POST", json, signal }),
  alternatives: (json) => read("alternatives", { method: "POST", json }),
  remember: (json) => read("memory", { method: "POST", json }),
  releases: () => read("releases"),
  upload: (file, values) => read(`releases?${new URLSearchParams({ name: file.name, ...values })}`, { method: "POST", body: file }),
  release: (id, first = 0) => read(`releases/${path(id)}?first=${first}`),
  segment: (id, number, json) => read(`releases/${path(id)}/segments/${number}`, { method: "PUT", json }),
  remove: (id) => read(`releases/${path(id)}`, { method: "DELETE" }),
  rememberRelease: (id) => read(`releases/${path(id)}/memory`, { method: "POST", json: {} }),
  download: async (id, kind) => save(await ask(`releases/${path(id)}/download?kind=${path(kind)}`)),
  glossaries: () => read("glossaries"),
  glossary: (name) => read(`glossaries/${path(name)}`),
  lint: (json, signal) => read("glossaries/lint", { method: "POST", json, signal }),
  newGlossary: (name) => read("glossaries", { method: "POST", json: { name } }),
  saveGlossary: (name, json) => read(`glossaries/${path(name)}`, { method: "PUT", json }),
  reports: () => read("reports"),
};

async function save(answer) {
  const [, name] = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition") || "") || [];
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name ? decodeURIComponent(name) : "download";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  return link.download;
}
