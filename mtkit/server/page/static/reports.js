// Evaluations: the reports of a folder, and one of them in a frame of its own.

import { api } from "./api.js";
import { h, icon } from "./dom.js";
import { directionName } from "./names.js";
import { n, t, time } from "./words.js";

const address = (name) => `/page/reports/${encodeURIComponent(name)}/`;

export async function show(root, { item }) {
  if (item) return one(root, item);
  const { reports, folder } = await api.reports();
  root.append(h("h1", {}, t("Evaluation")), h("p", { class: "lead" }, t("How well systems translate test sets, measured and compared.")));
  if (!folder) root.append(h("p", { class: "empty" }, t("The server was started without a folder of reports."), " ", h("code", {}, "mtkit serve --reports FOLDER")));
  else if (!reports.length) root.append(h("p", { class: "empty" }, t("The folder has no report yet. This makes one:"), " ", h("code", {}, "mtkit evaluate SOURCE REFERENCE --report FOLDER/NAME")));
  else root.append(h("ul", { class: "cards" }, reports.map(card)));
  return undefined;
}

function card(report) {
  return h("li", { class: "card" },
    h("a", { class: "name", href: `#/reports/${encodeURIComponent(report.name)}` }, report.name),
    h("p", { class: "hint" }, time(report.changed)),
    report.evaluations.map((evaluation) => h("div", {},
      h("h2", {}, directionName(evaluation.source, evaluation.target), " · ", evaluation.test_set, " · ", n("{n} segment", "{n} segments", evaluation.segments)),
      scores(evaluation))));
}

function scores({ systems }) {
  const metrics = [...new Set(systems.flatMap((system) => system.scores.map((score) => score.label)))];
  const value = (system, label) => system.scores.find((score) => score.label === label)?.value;
  const shown = (figure) => (figure === undefined ? "–" : figure.toFixed(2));
  return h("div", { class: "scroll" }, h("table", {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("System")), metrics.map((label) => h("th", { scope: "col", class: "figure" }, label)))),
    h("tbody", {}, systems.map((system) => h("tr", {}, h("th", { scope: "row" }, system.name), metrics.map((label) => h("td", { class: "figure" }, shown(value(system, label)))))))));
}

function one(root, name) {
  root.append(
    h("p", { class: "back" }, h("a", { href: "#/reports" }, t("All reports")), h("a", { href: address(name), target: "_blank", rel: "noopener" }, t("Open in a tab of its own"), icon("open"))),
    h("h1", {}, name),
    h("iframe", { class: "report", src: address(name), title: t("Report {name}", { name }), sandbox: "allow-scripts" }));
}
