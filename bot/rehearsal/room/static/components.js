// Draws the components of a message, of both kinds: containers, texts, sections, rows, buttons, selects, media, files.

import { colour, link, make, size } from "./dom.js";
import { markdown } from "./markdown.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "premium" };
const LONGEST_PREVIEW = 200_000;
const SHORT_PREVIEW = 12;

/** A component with all that is in it; one that is not known is named, and never left out. */
export function drawComponent(part, context) {
  switch (part.type) {
    case 1:
      return make("div", { class: "row" }, part.components.map((item) => drawComponent(item, context)));
    case 2:
      return drawButton(part, context);
    case 3:
    case 5:
    case 6:
    case 7:
    case 8:
      return drawSelect(part, context);
    case 9:
      return make(
        "div",
        { class: "section" },
        make("div", { class: "texts" }, part.components.map((item) => drawComponent(item, context))),
        make("div", { class: "accessory" }, drawComponent(part.accessory, context)),
      );
    case 10:
      return make("div", { class: "text" }, markdown(part.content, context.names));
    case 11:
      return hidden(part, make("div", { class: "thumbnail" }, drawPicture(part.media, part.description)));
    case 12:
      return make("div", { class: "gallery" }, part.items.map((item) => hidden(item, drawPicture(item.media, item.description))));
    case 13:
      return hidden(part, drawFile({ filename: part.name ?? "file", size: part.size, url: part.file.url, content_type: part.file.content_type }));
    case 14:
      return make("hr", { class: `${part.divider === false ? "gap" : "line"} ${part.spacing === 2 ? "wide" : ""}` });
    case 17:
      return drawContainer(part, context);
    default:
      return make("div", { class: "unknown" }, `A component of type ${part.type}, which this room cannot draw.`);
  }
}

function drawContainer(part, context) {
  const made = make("div", { class: "container" }, part.components.map((item) => drawComponent(item, context)));
  if (part.accent_color !== undefined && part.accent_color !== null) {
    made.classList.add("accented");
    made.style.setProperty("--accent", colour(part.accent_color));
  }
  return hidden(part, made);
}

function hidden(part, drawn) {
  if (!part.spoiler) return drawn;
  const show = make("button", { type: "button", class: "unveil", onclick: () => made.replaceWith(drawn) }, "Spoiler: show");
  const made = make("div", { class: "veiled" }, show);
  return made;
}

function drawButton(part, context) {
  const emoji = part.emoji?.name ? make("span", { class: "emoji" }, part.emoji.id ? `:${part.emoji.name}:` : part.emoji.name) : null;
  const label = [emoji, part.label ?? ""];
  if (part.style === 5) {
    const made = link(part.url, ...label.filter(Boolean), make("span", { class: "arrow", aria: { hidden: "true" } }, " ↗"));
    made.classList.add("button", "link");
    return made;
  }
  const press = async () => {
    made.setAttribute("aria-busy", "true");
    context.press({ do: "click", message: context.message.id, custom_id: part.custom_id, label: part.label || part.emoji?.name || "Button" });
    setTimeout(() => made.removeAttribute("aria-busy"), 3000);
  };
  const named = { "◀": "Previous page", "▶": "Next page" }[part.label];
  const made = make(
    "button",
    { type: "button", class: `button ${STYLES[part.style] ?? "secondary"}`, disabled: Boolean(part.disabled), onclick: press, data: { custom: part.custom_id ?? "" }, ...(named ? { aria: { label: named } } : {}) },
    label,
  );
  return made;
}

function drawSelect(part, context) {
  const several = (part.max_values ?? 1) > 1;
  const options = offered(part, context);
  const label = part.placeholder || "Make a choice";
  const made = make(
    "select",
    { class: "select", multiple: several, disabled: Boolean(part.disabled), aria: { label }, data: { custom: part.custom_id } },
    several ? null : make("option", { value: "", disabled: true, selected: !options.some((option) => option.default) }, label),
    options.map((option) =>
      make("option", { value: option.value, selected: Boolean(option.default) }, option.description ? `${option.label} — ${option.description}` : option.label),
    ),
  );
  const send = () => {
    const values = [...made.selectedOptions].map((option) => option.value).filter(Boolean);
    context.press({ do: "choose", message: context.message.id, custom_id: part.custom_id, values, label });
  };
  if (several) return make("div", { class: "several" }, made, make("button", { type: "button", class: "button secondary", onclick: send }, "Choose"));
  made.addEventListener("change", send);
  return made;
}

/** What a select offers: its own options, or the people, roles or channels of the guild. */
export function offered(part, { names }) {
  if (part.type === 3) return part.options ?? [];
  const list = (known, sign) => Object.entries(known).map(([value, name]) => ({ value, label: `${sign}${name}` }));
  if (part.type === 5) return list(names.people, "@");
  if (part.type === 6) return list(names.roles, "@");
  if (part.type === 8) return list(names.channels, "#");
  return [...list(names.people, "@"), ...list(names.roles, "@")];
}

function drawPicture(media, description) {
  const text = description || "Picture without a description";
  if (/^\/files\/\d+$/.test(media.url ?? "")) {
    return make("img", { src: media.url, alt: text, loading: "lazy" });
  }
  return make("div", { class: "elsewhere" }, make("span", {}, text), link(media.url, "A picture from elsewhere, not loaded here"));
}

/** An attached file: its name, its size, a way to download it, and for text a look into it. */
export function drawFile(file) {
  const ours = /^\/files\/\d+$/.test(file.url ?? "");
  const kind = String(file.content_type ?? "");
  if (ours && /^image\/(png|jpeg|gif|webp)$/.test(kind)) return make("div", { class: "gallery" }, drawPicture(file, file.description));
  const made = make(
    "div",
    { class: "file" },
    make("span", { class: "page", aria: { hidden: "true" } }),
    make(
      "span",
      { class: "file-name" },
      ours ? make("a", { href: file.url, download: "" }, file.filename) : make("span", {}, file.filename),
      make("span", { class: "quiet" }, size(file.size)),
    ),
  );
  if (ours && (kind.startsWith("text/") || /\.(txt|md|json|ya?ml|csv|log)$/i.test(file.filename)) && (file.size ?? 0) <= LONGEST_PREVIEW) {
    made.append(drawPreview(file));
  }
  return made;
}

function drawPreview(file) {
  const shown = make("pre", { class: "preview", tabIndex: 0, aria: { label: `Contents of ${file.filename}` } });
  const more = make("button", { type: "button", class: "plain", hidden: true, aria: { expanded: "false" } }, "Show all");
  const box = make("div", { class: "look" }, shown, more);
  fetch(file.url)
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status)))))
    .then((text) => {
      const lines = text.split("\n");
      const short = lines.slice(0, SHORT_PREVIEW).join("\n");
      shown.textContent = short;
      more.hidden = lines.length <= SHORT_PREVIEW + 1;
      more.addEventListener("click", () => {
        const open = more.getAttribute("aria-expanded") !== "true";
        more.setAttribute("aria-expanded", String(open));
        more.textContent = open ? "Show less" : "Show all";
        shown.textContent = open ? text : short;
      });
    })
    .catch(() => box.replaceChildren("The file could not be read."));
  return box;
}
