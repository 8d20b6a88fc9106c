// Elements made of names, attributes and texts: data never becomes markup.

export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) set(element, key, value);
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function set(element, key, value) {
  if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
  else if (key === "value" || key === "checked" || key === "indeterminate") element[key] = value;
  else if (typeof value === "boolean") element.toggleAttribute(key, value);
  else if (value !== null && value !== undefined) element.setAttribute(key, value);
}

let numbers = 0;
export const unique = (name) => `${name}-${++numbers}`;

const SHAPES = {
  swap: "M4 8h14M14 4l4 4-4 4M20 16H6M10 12l-4 4 4 4",
  copy: "M9 9h10v11H9zM5 15V4h10",
  close: "M6 6l12 12M18 6L6 18",
  check: "M5 13l4.5 4.5L19 7",
  pen: "M4 20l1-4L16.5 4.5l3 3L8 19zM14 7l3 3",
  list: "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
  down: "M12 4v11M7 11l5 5 5-5M5 20h14",
  up: "M12 20V9M7 13l5-5 5 5M5 4h14",
  undo: "M9 7L4 12l5 5M4 12h10a6 5 0 0 1 0 9",
  warning: "M12 4l9.5 16h-19zM12 10v4.5M12 17.5h.01",
  plus: "M12 5v14M5 12h14",
  bin: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  memory: "M5 7c0-4 14-4 14 0v10c0 4-14 4-14 0zM5 7c0 4 14 4 14 0M5 12c0 4 14 4 14 0",
  open: "M13 5h6v6M19 5l-9 9M17 14v5H5V7h5",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

export function button(label, onclick, { symbol, kind = "", bare = false, ...rest } = {}) {
  const name = bare ? { "aria-label": label, title: label } : {};
  return h("button", { type: "button", class: `button ${kind}`, onclick, ...name, ...rest }, symbol && icon(symbol), !bare && h("span", {}, label));
}

export function select(label, options, value, onchange, rest = {}) {
  const choices = options.map(([key, name]) => h("option", { value: key, selected: key === value }, name));
  const id = unique("select");
  return h("div", { class: "choice" }, h("label", { for: id }, label), h("select", { id, onchange: (event) => onchange(event.target.value), ...rest }, choices));
}

const timers = new Map();
export function say(text, where = "status") {
  const region = document.getElementById(where);
  region.textContent = text;
  clearTimeout(timers.get(where));
  timers.set(where, setTimeout(() => (region.textContent = ""), where === "alert" ? 12000 : 4000));
}

export const complain = (error) => error.name !== "AbortError" && say(error.message, "alert");

export function later(wait, work) {
  let timer = 0;
  const delayed = (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => { timer = 0; work(...values); }, wait);
  };
  delayed.flush = (...values) => { if (timer) { clearTimeout(timer); timer = 0; work(...values); } };
  return delayed;
}
