// Discord's Markdown as elements: what Discord shows for a text, neither more nor less.

import { link, make } from "./dom.js";

const DEEPEST = 12;
const PUNCTUATION = /[^0-9A-Za-z\s]/;
const PAIRS = [
  ["**", "strong"],
  ["__", "u"],
  ["~~", "s"],
  ["||", "spoiler"],
];

/**
 * The nodes of a text. `names` gives what mentions stand for: people, roles and channels by id. With `inline` no
 * line means more than its words, as in a button's or a field's name.
 */
export function markdown(text, names = {}, { inline = false } = {}) {
  const source = String(text ?? "").replace(/\r\n?/g, "\n");
  return inline ? spans(source, names, 0) : blocks(source.replace(/^\n+|\n+$/g, ""), names, false);
}

function blocks(text, names, quoted) {
  const nodes = [];
  let rest = text;
  for (;;) {
    const fence = findFence(rest);
    if (!fence) break;
    nodes.push(...lines(rest.slice(0, fence.start), names, quoted), fence.node);
    rest = rest.slice(fence.end).replace(/^\n/, "");
  }
  nodes.push(...lines(rest, names, quoted));
  return nodes;
}

function findFence(text) {
  let from = 0;
  for (;;) {
    const start = text.indexOf("```", from);
    if (start < 0) return null;
    const end = text.indexOf("```", start + 3);
    if (end < 0) return null;
    const lineStart = text.lastIndexOf("\n", start - 1) + 1;
    const inQuote = text.startsWith("> ", lineStart);
    if (isEscaped(text, start) || inQuote || end === start + 3) {
      from = start + 3;
      continue;
    }
    const inside = text.slice(start + 3, end).replace(/^[a-z0-9_+\-.#]*\n/i, "").replace(/\n$/, "");
    return { start, end: end + 3, node: make("pre", { class: "code", tabIndex: 0 }, make("code", {}, inside)) };
  }
}

function isEscaped(text, at) {
  let before = 0;
  while (text[at - 1 - before] === "\\") before += 1;
  return before % 2 === 1;
}

function lines(text, names, quoted) {
  if (!text) return [];
  const nodes = [];
  const all = text.split("\n");
  let plain = [];
  const flush = () => {
    const words = plain.join("\n");
    if (words.trim()) nodes.push(make("div", { class: "words" }, spans(words.replace(/\n+$/, ""), names, 0)));
    else if (plain.length > 1 || (plain.length && nodes.length)) nodes.push(make("div", { class: "gap" }));
    plain = [];
  };
  for (let at = 0; at < all.length; at += 1) {
    const line = all[at];
    let found;
    if (!quoted && line.startsWith(">>> ")) {
      flush();
      nodes.push(quote(blocks([line.slice(4), ...all.slice(at + 1)].join("\n"), names, true)));
      return nodes;
    }
    if (!quoted && /^> /.test(line)) {
      flush();
      const inside = [];
      while (at < all.length && /^> /.test(all[at])) inside.push(all[at++].slice(2));
      at -= 1;
      nodes.push(quote(blocks(inside.join("\n"), names, true)));
    } else if ((found = /^(#{1,3}) +(\S.*)$/.exec(line))) {
      flush();
      nodes.push(make(`h${found[1].length + 2}`, { class: `h${found[1].length}` }, spans(found[2].trim(), names, 0)));
    } else if ((found = /^-# +(\S.*)$/.exec(line))) {
      flush();
      nodes.push(make("div", { class: "small" }, spans(found[1], names, 0)));
    } else if (/^ *([-*]|\d{1,9}\.) +\S/.test(line)) {
      flush();
      const items = [];
      while (at < all.length && (/^ *([-*]|\d{1,9}\.) +\S/.test(all[at]) || (items.length && /^ +\S/.test(all[at])))) {
        items.push(all[at++]);
      }
      at -= 1;
      nodes.push(...lists(items, names));
    } else {
      plain.push(line);
    }
  }
  flush();
  return nodes;
}

function quote(children) {
  return make("blockquote", {}, children);
}

function lists(items, names) {
  const made = [];
  let open = [];
  for (const item of items) {
    const found = /^( *)(?:([-*])|(\d{1,9})\.) +(.*)$/.exec(item);
    if (!found) {
      open.at(-1)?.item.append("\n", ...spans(item.trim(), names, 0));
      continue;
    }
    const depth = Math.min(found[1].length, 20);
    open = open.filter((level) => level.depth <= depth);
    const tag = found[2] ? "UL" : "OL";
    if (open.at(-1)?.depth === depth && open.at(-1).list.tagName !== tag) open.pop();
    let level = open.at(-1);
    if (!level || level.depth < depth) {
      const list = make(tag, found[3] ? { start: Number(found[3]) } : {});
      if (level) level.item.append(list);
      else made.push(list);
      level = { depth, list, item: null };
      open.push(level);
    }
    level.item = make("li", {}, spans(found[4], names, 0));
    level.list.append(level.item);
  }
  return made;
}

function spans(text, names, depth) {
  const nodes = [];
  let words = "";
  const push = (node) => {
    if (words) nodes.push(words);
    words = "";
    nodes.push(node);
  };
  for (let at = 0; at < text.length; ) {
    const found = depth < DEEPEST ? readSpan(text, at, names, depth) : null;
    if (found) {
      if (found.text !== undefined) words += found.text;
      else push(found.node);
      at = found.end;
    } else {
      words += text[at];
      at += 1;
    }
  }
  if (words) nodes.push(words);
  return nodes;
}

function readSpan(text, at, names, depth) {
  const sign = text[at];
  if (sign === "\\") {
    const next = text[at + 1];
    return next && PUNCTUATION.test(next) ? { text: next, end: at + 2 } : null;
  }
  if (sign === "`") return readCode(text, at);
  if (sign === "<") return readAngle(text, at, names);
  if (sign === "@") return readEverybody(text, at);
  if (sign === "[") return readMasked(text, at, names, depth);
  if (sign === "h") return readAddress(text, at);
  for (const [mark, tag] of PAIRS) {
    if (!text.startsWith(mark, at)) continue;
    const end = findClose(text, at + 2, mark);
    if (end > at + 2) {
      const inside = spans(text.slice(at + 2, end), names, depth + 1);
      return { node: tag === "spoiler" ? spoiler(inside) : make(tag, {}, inside), end: end + 2 };
    }
  }
  if (sign === "*" || sign === "_") return readEmphasis(text, at, names, depth);
  return null;
}

function findClose(text, from, mark) {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === "`") at = (readCode(text, at)?.end ?? at + 1) - 1;
    else if (text.startsWith(mark, at) && at > from) {
      // Of three marks in a row the last two close: **bold *slanted***
      while (mark[0] === mark[1] && text[at + 2] === mark[0]) at += 1;
      return at;
    }
  }
  return -1;
}

function readEmphasis(text, at, names, depth) {
  const sign = text[at];
  if (!text[at + 1] || /\s/.test(text[at + 1]) || text[at + 1] === sign) return null;
  if (sign === "_" && /\w/.test(text[at - 1] ?? "")) return null;
  for (let end = at + 1; end < text.length; end += 1) {
    if (text[end] === "\\") end += 1;
    else if (text[end] === sign && text[end + 1] === sign) end += 1;
    else if (text[end] === sign && end > at + 1) {
      if (sign === "*" && /\s/.test(text[end - 1])) continue;
      if (sign === "_" && /\w/.test(text[end + 1] ?? "")) continue;
      return { node: make("em", {}, spans(text.slice(at + 1, end), names, depth + 1)), end: end + 1 };
    }
  }
  return null;
}

function readCode(text, at) {
  let ticks = 1;
  while (text[at + ticks] === "`") ticks += 1;
  for (let end = at + ticks; end < text.length; ) {
    if (text[end] !== "`") {
      end += 1;
      continue;
    }
    let run = 1;
    while (text[end + run] === "`") run += 1;
    if (run === ticks) {
      const inside = text.slice(at + ticks, end).replace(/^ (?=.*\S.* $)(.*) $/, "$1");
      return { node: make("code", {}, inside), end: end + run };
    }
    end += run;
  }
  return null;
}

function readAngle(text, at, names) {
  const close = text.indexOf(">", at);
  if (close < 0 || close - at > 2048) return null;
  const inside = text.slice(at + 1, close);
  const end = close + 1;
  let found;
  if ((found = /^@!?(\d{1,20})$/.exec(inside))) return { node: mention("@", names.people, found[1], "user"), end };
  if ((found = /^@&(\d{1,20})$/.exec(inside))) return { node: mention("@", names.roles, found[1], "role"), end };
  if ((found = /^#(\d{1,20})$/.exec(inside))) return { node: mention("#", names.channels, found[1], "channel"), end };
  if ((found = /^\/([-\w ]{1,100}):\d{1,20}$/u.exec(inside))) return { node: pill(`/${found[1]}`), end };
  if ((found = /^a?:(\w{2,32}):\d{1,20}$/.exec(inside))) return { node: make("span", {}, `:${found[1]}:`), end };
  if ((found = /^t:(-?\d{1,13})(?::([tTdDfFR]))?$/.exec(inside))) return { node: moment(Number(found[1]), found[2]), end };
  if (/^https?:\/\/[^\s<>]+$/.test(inside)) return { node: link(inside, inside), end };
  return null;
}

function readEverybody(text, at) {
  const found = /^@(everyone|here)(?!\w)/.exec(text.slice(at, at + 10));
  return found ? { node: pill(found[0]), end: at + found[0].length } : null;
}

function readMasked(text, at, names, depth) {
  let open = 0;
  for (let end = at; end < text.length; end += 1) {
    if (text[end] === "\\") end += 1;
    else if (text[end] === "[") open += 1;
    else if (text[end] === "]" && --open === 0) {
      const rest = text.slice(end + 1, end + 2100);
      const found = /^\(\s*<?(https?:\/\/[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?(?:\s+"[^"\n]*")?\s*\)/.exec(rest);
      if (!found || end === at + 1) return null;
      const label = spans(text.slice(at + 1, end), names, depth + 1);
      return { node: link(found[1], ...label), end: end + 1 + found[0].length };
    }
  }
  return null;
}

function readAddress(text, at) {
  if (/\w/.test(text[at - 1] ?? "")) return null;
  const found = /^https?:\/\/[^\s<>]*[^\s<>.,:;"'\])!?]/.exec(text.slice(at, at + 2048));
  return found ? { node: link(found[0], found[0]), end: at + found[0].length } : null;
}

function mention(sign, known, id, what) {
  return pill(`${sign}${known?.[id] ?? `unknown-${what}`}`);
}

function pill(text) {
  return make("span", { class: "mention" }, text);
}

function spoiler(children) {
  const reveal = (event) => {
    if (event.type === "keydown" && !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    const shown = made.classList.toggle("shown");
    made.setAttribute("aria-expanded", String(shown));
    if (shown) made.removeAttribute("aria-label");
  };
  const inside = make("span", { class: "inside" }, children);
  const made = make(
    "span",
    { class: "spoiler", role: "button", tabIndex: 0, aria: { expanded: "false", label: "Spoiler: press to show" }, onclick: reveal, onkeydown: reveal },
    inside,
  );
  return made;
}

const CLOCK = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};
const UNITS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

function moment(seconds, style = "f") {
  const day = new Date(seconds * 1000);
  if (Number.isNaN(day.getTime())) return make("span", { class: "moment" }, "an invalid date");
  const whole = new Intl.DateTimeFormat("en-GB", CLOCK.F).format(day);
  let shown = whole;
  if (style === "R") {
    const away = seconds - Date.now() / 1000;
    const [unit, length] = UNITS.find(([, number]) => Math.abs(away) >= number) ?? UNITS.at(-1);
    shown = new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(Math.round(away / length), unit);
  } else {
    shown = new Intl.DateTimeFormat("en-GB", CLOCK[style]).format(day);
  }
  return make("time", { class: "moment", dateTime: day.toISOString(), title: whole }, shown);
}
