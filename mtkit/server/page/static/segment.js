// One translated segment: its marks and issues, other translations on a click, and a person's own words.

import { api } from "./api.js";
import { button, complain, h, icon, say, unique } from "./dom.js";
import { field, marked, targetMarks } from "./marks.js";
import { issueName, issueText, originName } from "./names.js";
import { others, searching } from "./others.js";
import { t } from "./words.js";

export function block(segment, context) {
  const key = `${context.target}\n${segment.source}`;
  const id = unique("drawer");
  const line = h("p", { class: "target", lang: context.target, onclick: () => window.getSelection().isCollapsed && alternatives() });
  const drawer = h("div", { class: "drawer", id, hidden: true });
  const tools = {
    alternatives: button(t("Other translations"), alternatives, { symbol: "list", bare: true, kind: "quiet small", "aria-expanded": "false", "aria-controls": id }),
    edit: button(t("Edit"), edit, { symbol: "pen", bare: true, kind: "quiet small", "aria-expanded": "false", "aria-controls": id }),
  };
  const current = () => context.chosen.get(key) ?? segment.target;
  let open = "";

  function draw() {
    line.replaceChildren(...marked(current(), targetMarks(segment, current())));
    line.classList.toggle("own", context.chosen.has(key));
  }

  function toggle(name, ...content) {
    open = open === name && !content.length ? "" : name;
    drawer.hidden = !open;
    for (const [tool, element] of Object.entries(tools)) element.setAttribute("aria-expanded", String(open === tool));
    drawer.replaceChildren(...content);
  }

  function close(back) {
    toggle("");
    tools[back].focus();
  }

  function use(text) {
    if (text === segment.target) context.chosen.delete(key);
    else context.chosen.set(key, text);
    draw();
  }

  async function alternatives() {
    if (open === "alternatives") return close("alternatives");
    toggle("alternatives", searching());
    try {
      const list = await others(segment.source, context, current(), (text) => { use(text); close("alternatives"); });
      if (open !== "alternatives") return undefined;
      list.addEventListener("keydown", escape("alternatives"));
      toggle("alternatives", list);
      return drawer.querySelector("button").focus();
    } catch (error) {
      toggle("");
      return complain(error);
    }
  }

  const escape = (tool) => (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    close(tool);
  };

  function edit() {
    if (open === "edit") return close("edit");
    const input = field({ label: t("Your translation"), lang: context.target, value: current(), marks: (text) => targetMarks(segment, text) });
    const done = () => { use(input.input.value); close("edit"); };
    const keys = (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); done(); } else escape("edit")(event);
    };
    toggle("edit", h("div", { class: "edit", onkeydown: keys }, input.box, h("div", { class: "actions" },
      button(t("Use it"), done, { kind: "main" }),
      context.memory && button(t("Save to the memory"), async () => (await remember(input.input.value)) && done()),
      button(t("Cancel"), () => close("edit"), { kind: "quiet" }))));
    return input.input.focus();
  }

  async function remember(text) {
    try {
      await api.remember({ source: segment.source, target: text, from: context.source, to: context.target });
      say(t("Saved to the translation memory."));
      return true;
    } catch (error) {
      complain(error);
      return false;
    }
  }

  draw();
  return h("div", { class: "segment" }, h("div", { class: "line" }, line, h("div", { class: "tools" }, tools.alternatives, tools.edit)), origin(segment), issues(segment.issues), drawer);
}

export const origin = (segment) => (segment.origin ? h("p", { class: "origin" }, icon("memory"), originName(segment.origin)) : "");

export function issues(found) {
  if (!found.length) return "";
  return h("ul", { class: "issues" }, found.map((issue) => h("li", { class: issue.serious ? "serious" : "notice" },
    icon("warning"), h("span", {}, h("b", {}, issueName(issue.code)), issue.message && ` ${issueText(issue.message)}`))));
}
