// The source's text with everything that is marked in it. Places are offsets in characters, not in UTF-16 units.

import { make } from "/dom.js";

/** Draws the text; a click on a draft's words goes to the draft. */
export function drawSource(place, doc, key, lit, select) {
  if (!doc) return place.replaceChildren();
  const characters = Array.from(doc.text);
  const stretches = [
    ...doc.parts.map((part) => ({ at: part.at, names: ["part"], title: part.as })),
    ...doc.drafts.filter((draft) => draft.passage).map((draft) => ({
      at: draft.passage, key: draft.key, names: ["draft", draft.band, draft.status === "open" ? "" : "decided", draft.key === key ? "current" : ""],
    })),
  ];
  const current = doc.drafts.find((draft) => draft.key === key);
  for (const quote of current?.quotes ?? []) stretches.push({ at: quote, names: ["quote"] });
  if (current?.clause) stretches.push({ at: current.clause, names: ["clause"] });
  if (lit) stretches.push({ at: lit, names: ["lit"] });
  const cuts = [...new Set([0, characters.length, ...stretches.flatMap((one) => one.at)])].sort((one, other) => one - other);
  const pieces = cuts.slice(0, -1).map((start, n) => {
    const end = cuts[n + 1];
    const over = stretches.filter((one) => one.at[0] <= start && end <= one.at[1]);
    const names = [...new Set(over.flatMap((one) => one.names))].filter(Boolean).join(" ");
    // Of drafts within one another the innermost is meant.
    const meant = over.filter((one) => one.key).sort((one, other) => one.at[1] - one.at[0] - (other.at[1] - other.at[0]))[0];
    return make(
      "span",
      { class: names, data: { start }, title: over.find((one) => one.title)?.title ?? "", ...(meant ? { onclick: () => getSelection().isCollapsed && select(meant.key) } : {}) },
      characters.slice(start, end).join(""),
    );
  });
  return place.replaceChildren(...pieces);
}

/** The selected stretch of the source as two offsets; null where nothing of it is selected. */
export function readSelection(place) {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!place.contains(range.startContainer) || !place.contains(range.endContainer)) return null;
  const chosen = [offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset)];
  return chosen.includes(null) ? null : chosen;
}

function offset(node, at) {
  if (node.nodeType !== Node.TEXT_NODE) {
    const child = node.childNodes[at] ?? node.lastChild;
    const past = node.childNodes[at] ? 0 : Array.from(child?.textContent ?? "").length;
    const piece = child instanceof Element ? child.closest("[data-start]") : node.closest?.("[data-start]");
    return piece ? Number(piece.dataset.start) + past : null;
  }
  const piece = node.parentElement.closest("[data-start]");
  return piece ? Number(piece.dataset.start) + Array.from(node.data.slice(0, at)).length : null;
}
