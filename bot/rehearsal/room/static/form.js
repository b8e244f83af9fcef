// A form (a modal) that the bot opened: every kind of field that Discord has in one.

import { offered } from "./components.js";
import { find, make } from "./dom.js";
import { markdown } from "./markdown.js";

/** Opens the form; `send` carries its values to the room. */
export function openForm(told, names, send) {
  const dialog = find("form");
  const readers = new Map();
  const form = make(
    "form",
    { method: "dialog", autocomplete: "off" },
    make("h2", { id: "form-title" }, told.title),
    make("p", { class: "quiet" }, "The form goes to Attaché."),
    told.components.map((part) => drawPart(part, names, readers)),
    make("p", { class: "wrong", role: "alert" }),
    make(
      "div",
      { class: "row end" },
      make("button", { type: "button", class: "button secondary", onclick: () => dialog.close() }, "Cancel"),
      make("button", { type: "submit", class: "button primary" }, "Submit"),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = Object.fromEntries([...readers].map(([name, read]) => [name, read()]));
    send({ do: "submit", form: told.form, values });
  });
  dialog.dataset.form = told.form;
  dialog.replaceChildren(form);
  if (!dialog.open) dialog.showModal();
}

/** Closes the form that was taken. */
export function closeForm(identity) {
  const dialog = find("form");
  if (dialog.dataset.form === identity) dialog.close();
}

/** Says in the open form what was wrong with it; false if none is open. */
export function complainInForm(text) {
  const dialog = find("form");
  const place = dialog.open && dialog.querySelector(".wrong");
  if (place) place.textContent = text;
  return Boolean(place);
}

function drawPart(part, names, readers) {
  if (part.type === 18) return labelled(part.label, part.description, part.component, names, readers);
  if (part.type === 1) return part.components.map((item) => labelled(item.label ?? item.placeholder, null, item, names, readers));
  if (part.type === 10) return make("div", { class: "text" }, markdown(part.content, names));
  return make("div", { class: "unknown" }, `A component of type ${part.type}, which this room cannot draw.`);
}

function labelled(label, description, part, names, readers) {
  const field = drawField(part, names, readers);
  const id = `form-${part.custom_id}`;
  const needed = part.required === false ? "" : " *";
  const about = description ? make("span", { class: "quiet" }, description) : null;
  if (field instanceof HTMLFieldSetElement) {
    field.prepend(make("legend", {}, `${label ?? part.custom_id}${needed}`), about ?? "");
    return field;
  }
  field.id = id;
  return make("div", { class: "form-field" }, make("label", { for: id }, `${label ?? part.custom_id}${needed}`), about, field);
}

function drawField(part, names, readers) {
  const name = part.custom_id;
  const required = part.required !== false;
  if (part.type === 4) {
    const long = part.style === 2;
    const made = make(long ? "textarea" : "input", {
      value: part.value ?? "", placeholder: part.placeholder ?? "", required, maxLength: part.max_length ?? 4000, minLength: part.min_length ?? 0, ...(long ? { rows: 4 } : {}),
    });
    readers.set(name, () => made.value);
    return made;
  }
  if ([3, 5, 6, 7, 8].includes(part.type)) {
    const several = (part.max_values ?? 1) > 1;
    const made = make(
      "select",
      { class: "select", multiple: several, required },
      several ? null : make("option", { value: "" }, part.placeholder ?? "Make a choice"),
      offered(part, { names }).map((option) => make("option", { value: option.value, selected: Boolean(option.default) }, option.label)),
    );
    readers.set(name, () => [...made.selectedOptions].map((option) => option.value).filter(Boolean));
    return made;
  }
  if (part.type === 21 || part.type === 22) {
    const kind = part.type === 21 ? "radio" : "checkbox";
    const inputs = part.options.map((option) => make("input", { type: kind, name, value: option.value, checked: Boolean(option.default) }));
    const chosen = () => inputs.filter((input) => input.checked).map((input) => input.value);
    readers.set(name, () => (part.type === 21 ? (chosen()[0] ?? null) : chosen()));
    return make("fieldset", {}, inputs.map((input, at) => make("label", { class: "choice" }, input, part.options[at].label)));
  }
  if (part.type === 23) {
    const made = make("input", { type: "checkbox", checked: Boolean(part.default) });
    readers.set(name, () => made.checked);
    return made;
  }
  return make("div", { class: "unknown" }, `A field of type ${part.type}, which this room cannot draw.`);
}
