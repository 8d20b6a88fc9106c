// The page's frame: navigation, language, colours, and which view is shown.

import { api } from "./api.js";
import { complain, h, select } from "./dom.js";
import * as words from "./words.js";
import { t } from "./words.js";

const VIEWS = {
  text: { title: () => t("Translate"), load: () => import("./text.js") },
  releases: { title: () => t("Releases"), load: () => import("./releases.js"), one: () => import("./review.js") },
  glossaries: { title: () => t("Glossaries"), load: () => import("./glossaries.js"), one: () => import("./editor.js") },
  reports: { title: () => t("Evaluation"), load: () => import("./reports.js"), one: () => import("./reports.js") },
};
const COLOURS = "mtkit-colours";
const main = document.getElementById("main");
let shown = { hash: "", leave: () => true };

function place() {
  const [name, item] = location.hash.replace(/^#\/?/, "").split("/");
  return { name: name in VIEWS ? name : "text", item: item ? decodeURIComponent(item) : "" };
}

async function show({ moved = true } = {}) {
  if (moved && location.hash === shown.hash) return;
  if (moved && shown.leave() === false) {
    history.replaceState(null, "", shown.hash || "#/text");
    return;
  }
  const { name, item } = place();
  const view = VIEWS[name];
  shown = { hash: location.hash, leave: () => true };
  frame(name);
  document.title = `${view.title()} · mtkit`;
  try {
    const settings = await api.settings(); // asked each time: a glossary may be new
    const { show } = await (item && view.one ? view.one : view.load)();
    const root = h("div", { class: `view ${name}` });
    const leave = await show(root, { settings, item });
    main.replaceChildren(root);
    shown.leave = leave || (() => true);
    root.dispatchEvent(new Event("shown"));
  } catch (error) {
    main.replaceChildren(h("p", { class: "empty" }, error.message));
  }
  if (moved) {
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

function frame(current) {
  const links = Object.entries(VIEWS).map(([name, view]) =>
    h("a", { href: `#/${name}`, "aria-current": name === current ? "page" : null }, view.title()));
  const nav = document.getElementById("nav");
  nav.setAttribute("aria-label", t("Views"));
  nav.replaceChildren(...links);
  document.getElementById("skip").textContent = t("Skip to the content");
  document.getElementById("preferences").replaceChildren(
    select(t("Interface language"), words.INTERFACES, document.documentElement.lang, speak),
    select(t("Colours"), [["auto", t("As the system")], ["light", t("Light")], ["dark", t("Dark")]], colours(), paint),
  );
}

async function speak(code) {
  if (shown.leave() === false) return frame(place().name);
  await words.choose(code);
  await show({ moved: false });
  return document.querySelector("#preferences select").focus();
}

const colours = () => localStorage.getItem(COLOURS) || "auto";

function paint(choice) {
  localStorage.setItem(COLOURS, choice);
  document.documentElement.dataset.colours = choice;
}

document.documentElement.dataset.colours = colours();
document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
window.addEventListener("hashchange", () => show());
window.addEventListener("beforeunload", (event) => shown.leave({ closing: true }) === false && event.preventDefault());
words.load(words.chosen()).catch(complain).then(() => show({ moved: false }));
