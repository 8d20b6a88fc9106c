// Asking for the API key of a server that wants one.

import { button, h, unique } from "./dom.js";
import { t } from "./words.js";

export function keyDialog(problem) {
  const id = unique("key");
  const input = h("input", { id, type: "password", autocomplete: "current-password", class: "text-input" });
  return new Promise((answer) => {
    const done = (value) => { answer(value); dialog.remove(); };
    const give = (event) => { event.preventDefault(); done(input.value.trim()); };
    const dialog = h("dialog", { "aria-labelledby": `${id}-title`, onclose: () => done("") },
      h("form", { method: "dialog", onsubmit: give },
        h("h2", { id: `${id}-title` }, t("This server asks for an API key.")),
        h("label", { for: id, class: "hint" }, t("API key")), input,
        problem && h("p", { class: "bad", role: "alert" }, problem),
        h("div", { class: "actions" }, h("button", { class: "button main" }, t("Go on")), button(t("Cancel"), () => done(""), { kind: "quiet" }))));
    document.body.append(dialog);
    dialog.showModal();
    input.focus();
  });
}
