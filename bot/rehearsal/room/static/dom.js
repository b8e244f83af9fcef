// Makes elements. Text only ever becomes text: nothing here, or anywhere in the room, parses markup.

/** An element with a class, properties, listeners (on…) and children; strings among the children become text. */
export function make(tag, { class: names, data, aria, ...rest } = {}, ...children) {
  const made = document.createElement(tag);
  if (names) made.className = names;
  for (const [key, value] of Object.entries(data ?? {})) made.dataset[key] = value;
  for (const [key, value] of Object.entries(aria ?? {})) made.setAttribute(`aria-${key}`, value);
  for (const [key, value] of Object.entries(rest)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "role" || key === "for") made.setAttribute(key, value);
    else if (value !== undefined && value !== null) made[key] = value;
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

/** The element of an id, which is known to be there. */
export function find(id) {
  return document.getElementById(id);
}

/** A colour that the bot gave as a number. */
export function colour(number) {
  return `#${(number & 0xffffff).toString(16).padStart(6, "0")}`;
}

/** A link that leaves the room; anything but http and https stays text. */
export function link(address, ...children) {
  let known = null;
  try {
    known = new URL(address);
  } catch {
    known = null;
  }
  if (!known || !["http:", "https:"].includes(known.protocol)) return make("span", {}, ...children);
  return make("a", { href: known.href, target: "_blank", rel: "noopener noreferrer", title: address }, ...children);
}

/** A number of bytes as people read it. */
export function size(bytes) {
  if (!(bytes >= 0)) return "";
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
