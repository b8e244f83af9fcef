// The review: what was decided is on the server before it is shown here, and every answer carries the whole document.

import { find, make } from "/dom.js";
import { drawSource, readSelection } from "/review/source.js";

const BANDS = { sure: "sure", look: "to look at", "no-speaker": "without speaker" };
const STATUS = { open: "open", approved: "in the records", merged: "in the records, as one more report", refused: "no statement" };
const REASONS = ["not a statement", "not the speaker's words", "drafted twice", "not wanted here"];
const KEYS = [
  ["j", "next"], ["k", "previous"], ["a", "approve"], ["A", "approve all sure"], ["e", "edit"], ["x", "not a statement"],
  ["s", "same as …"], ["u", "undo"], ["n", "new, of the selected words"],
];
const FORM = [
  ["speaker", "Speaker", "Ids or names, one a line", true], ["to", "To", "Countries, people or bodies, one a line", true],
  ["act", "Act / tone", "REJECT / refuse", false], ["day", "Day", "2024-06-26, 2024-06, 2024-06-19/2024-06-21", false],
  ["paraphrase", "Paraphrase, without quotation marks", "One sentence of ours", true],
];

let doc = null; // the document that is shown
let key = null; // its draft on the card
let lit = null; // the words that a field rests on
let busy = false;
const decided = []; // drafts decided on this page, the last one last

const current = () => doc?.drafts.find((draft) => draft.key === key) ?? null;
const address = (...parts) => ["/review/documents", ...parts.map(encodeURIComponent)].join("/");

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    return { error: "The bot cannot be reached. What was decided before is kept." };
  }
  try {
    return await response.json();
  } catch {
    return { error: `The bot answered with ${response.status}. Open the page anew where it was started.` };
  }
}

function say(text, wrong = false) {
  find("notice").textContent = text ?? "";
  find("notice").classList.toggle("wrong", wrong);
}

/** Shows a document as the server told it; goes to a draft, or to the next open one. */
function show(told, wanted) {
  if (told.drafts) doc = told;
  const order = doc ? doc.drafts.map((draft) => draft.key) : [];
  if (wanted && order.includes(wanted)) key = wanted;
  else if (!order.includes(key)) key = nextOpen(-1) ?? order[0] ?? null;
  lit = null;
  draw();
  find("source").querySelector(".current")?.scrollIntoView({ block: "center" });
}

function nextOpen(after) {
  const count = doc.drafts.length;
  for (let step = 1; step <= count; step += 1) {
    const draft = doc.drafts[(after + step + count) % count];
    if (draft.status === "open") return draft.key;
  }
  return null;
}

function draw() {
  find("title").textContent = doc ? doc.title : "Nothing is under review";
  const parts = doc ? [doc.publisher, doc.published && `${doc.published}${doc.published_how ? ` (${doc.published_how})` : ""}`] : [];
  const tally = doc ? `${doc.drafted} drafts, ${doc.open} open` : "Take in a document to begin.";
  find("about").textContent = [...parts, tally].filter(Boolean).join(" · ");
  find("sure").hidden = !doc?.sure;
  find("sure").textContent = doc?.sure === 1 ? "Approve the sure one" : `Approve the ${doc?.sure} sure ones`;
  drawSource(find("source"), doc, key, lit, select);
  drawCard();
}

function select(chosen) {
  key = chosen;
  lit = null;
  say("");
  draw();
  find("source").querySelector(".current")?.scrollIntoView({ block: "nearest" });
}

function drawCard() {
  const draft = current();
  if (!draft) {
    find("card").replaceChildren(make("p", {}, doc ? "This document has no drafts. Select words and press n." : ""));
    return;
  }
  const at = doc.drafts.indexOf(draft) + 1;
  const state = draft.status === "open" ? BANDS[draft.band] : `${STATUS[draft.status]}${draft.reason ? ` (${draft.reason})` : ""}`;
  const open = draft.status === "open";
  const shown = [
    make("h2", {}, `${at} of ${doc.drafted} · ${draft.key} · ${draft.kind} · ${state}`),
    draft.passage ? null : make("p", { class: "problem" }, "The passage does not stand in the source as it is."),
    make("ul", { class: "fields" }, draft.same_as ? drawField({ label: "Same as", value: draft.same_as, rule: "" }) : null, draft.fields.map(drawField)),
    draft.new.length ? make("p", { class: "quiet" }, `New in the records: ${draft.new.join(", ")}`) : null,
    open
      ? make(
          "div",
          { class: "steps" },
          step("Approve", "a", approve, "plain main-step"), step("Edit", "e", edit), step("Not a statement", "x", refuse),
          step("Same as …", "s", same), step("Next", "j", () => move(1)), step("Previous", "k", () => move(-1)),
        )
      : make("div", { class: "steps" }, step("Undo", "u", undo), step("Next", "j", () => move(1)), step("Previous", "k", () => move(-1))),
    make("p", { class: "quiet" }, `Its id: ${draft.id}`),
    ...drawAside(),
  ];
  find("card").replaceChildren(...shown.filter(Boolean));
}

function drawAside() {
  const lines = [...doc.set_aside.map((one) => `“${one.words}”: ${one.why}`), ...doc.notes];
  if (!lines.length) return [];
  return [make("details", {}, make("summary", {}, `Set aside: ${lines.length}`), make("ul", { class: "list" }, lines.map((line) => make("li", {}, line))))];
}

function drawField(field) {
  const pressed = Boolean(lit && field.words && lit.join() === field.words.join());
  return make(
    "li",
    {},
    make(
      "button",
      {
        type: "button", class: "field", aria: { pressed },
        onclick: () => {
          lit = pressed ? null : field.words ?? null;
          if (!pressed && !field.words) say("The source has no words of its own for this field.");
          draw();
          find("source").querySelector(".lit")?.scrollIntoView({ block: "nearest" });
        },
      },
      make("span", { class: "name" }, field.label),
      make("span", { class: "value" }, field.value),
      field.rule ? make("span", { class: "rule quiet" }, field.rule) : null,
    ),
  );
}

function step(label, shortcut, act, names = "plain") {
  return make("button", { type: "button", class: names, disabled: busy, title: `${label} (${shortcut})`, onclick: act }, label);
}

function move(by) {
  if (!doc?.drafts.length) return;
  const at = doc.drafts.findIndex((draft) => draft.key === key);
  select(doc.drafts[(at + by + doc.drafts.length) % doc.drafts.length].key);
}

/** Sends a decision; then shows what the server says, and the draft that is next. */
async function decide(act, body, goOn) {
  if (busy || !doc) return false;
  busy = true;
  drawCard();
  const at = doc.drafts.findIndex((draft) => draft.key === key);
  const told = await ask(address(doc.id, act), { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  busy = false;
  if (told.error) {
    show(told, key);
    say(told.error, true);
    return false;
  }
  doc = told;
  show(told, goOn === "next" ? nextOpen(at) ?? key : goOn);
  say(told.said);
  fillDocuments();
  return true;
}

async function approve() {
  const draft = current();
  if (draft?.status !== "open") return;
  if (await decide("approve", { drafts: [[draft.key, draft.version]] }, "next")) decided.push(draft.key);
}

function approveSure() {
  const sure = doc?.drafts.filter((draft) => draft.status === "open" && draft.band === "sure") ?? [];
  if (!sure.length) return;
  // The list that was shown is what is approved, whatever else becomes sure meanwhile.
  openDialog(
    sure.length === 1 ? "Approve the sure one?" : `Approve these ${sure.length}?`,
    [make("ul", { class: "list" }, sure.map((draft) => make("li", {}, describe(draft))))],
    "Approve",
    async () => {
      if (await decide("approve", { drafts: sure.map((draft) => [draft.key, draft.version]) }, "next")) decided.push(...sure.map((draft) => draft.key));
      return "";
    },
  );
}

function describe(draft) {
  const value = (name) => draft.fields.find((field) => field.name === name)?.value;
  const words = draft.quotes[0] ?? draft.clause ?? draft.passage;
  const said = words ? Array.from(doc.text).slice(...words).join("") : "";
  return `${draft.key}: ${value("speaker") ?? "without speaker"}, ${value("act") ?? ""} – ${said.length > 140 ? `${said.slice(0, 140)} […]` : said}`;
}

function edit() {
  const draft = current();
  if (draft?.status !== "open") return;
  const inputs = new Map();
  const rows = FORM.map(([name, label, hint, long]) => {
    const input = make(long ? "textarea" : "input", { id: `edit-${name}`, value: draft.form[name], placeholder: hint, ...(long ? { rows: 2 } : {}) });
    inputs.set(name, input);
    return make("div", { class: "entry" }, make("label", { for: input.id }, label), input);
  });
  openDialog(`Edit ${draft.key}`, rows, "Save", async () => {
    const fields = Object.fromEntries([...inputs].map(([name, input]) => [name, input.value]));
    return send("edit", { key: draft.key, version: draft.version, fields }, draft.key);
  });
}

function refuse() {
  const draft = current();
  if (draft?.status !== "open") return;
  const choices = REASONS.map((reason, at) => make("input", { type: "radio", name: "reason", value: reason, checked: at === 0, id: `reason-${at}` }));
  const rows = choices.map((input, at) => make("div", {}, input, make("label", { for: input.id }, ` ${REASONS[at]}`)));
  openDialog("Why is this no statement?", rows, "Set it down", async () => {
    const reason = choices.find((input) => input.checked).value;
    const failed = await send("refuse", { key: draft.key, version: draft.version, reason }, "next");
    if (!failed) decided.push(draft.key);
    return failed;
  });
}

async function same() {
  const draft = current();
  if (draft?.status !== "open") return;
  const told = await ask(address(doc.id, "near", draft.key));
  const input = make("input", { id: "same-id", value: draft.proposed ?? "", placeholder: "the id of the statement", required: true });
  const near = (told.near ?? []).map((one) =>
    make(
      "div",
      { class: "near" },
      make("button", { type: "button", class: "plain", onclick: () => { input.value = one.id; input.focus(); } }, one.id),
      make("div", {}, `${one.who}, ${one.when}`),
      one.quotation ? make("div", {}, `“${one.quotation}”`) : one.paraphrase ? make("div", { class: "quiet" }, `Paraphrase, not a quotation: ${one.paraphrase}`) : null,
    ),
  );
  const rows = [make("div", { class: "entry" }, make("label", { for: "same-id" }, "Its id"), input), make("p", { class: "quiet" }, near.length ? "The nearest that are held:" : "Nothing near is held."), ...near];
  openDialog("The same statement is held", rows, "It is the same", () => send("merge", { key: draft.key, version: draft.version, statement: input.value }, draft.key));
}

async function undo() {
  const draft = current();
  const meant = draft && draft.status !== "open" ? draft : doc?.drafts.find((one) => one.key === decided.at(-1) && one.status !== "open");
  if (!meant) {
    say("Nothing was decided here yet. To take back an earlier decision, go to its draft and press u.");
    return;
  }
  if (await decide("undo", { key: meant.key, version: meant.version }, meant.key)) decided.splice(decided.lastIndexOf(meant.key) >>> 0, 1);
}

async function add() {
  const chosen = readSelection(find("source"));
  if (!chosen) {
    say("Select the words of the statement in the source first, then press n.", true);
    return;
  }
  if (await decide("add", { start: chosen[0], end: chosen[1] }, null)) {
    select(doc.drafts.at(-1).key);
    edit();
  }
}

/** Sends a decision from a dialog; gives what was wrong with it. */
async function send(act, body, goOn) {
  const done = await decide(act, body, goOn);
  if (done) return "";
  const why = find("notice").textContent;
  say("");
  return why;
}

function openDialog(title, rows, label, submit) {
  const dialog = find("dialog");
  const problem = make("p", { class: "problem", role: "alert" });
  const ok = make("button", { type: "submit", class: "plain main-step" }, label);
  const form = make(
    "form",
    { method: "dialog", autocomplete: "off" },
    make("h2", { id: "dialog-title" }, title), rows, problem,
    make("div", { class: "steps" }, ok, make("button", { type: "button", class: "plain", onclick: () => dialog.close() }, "Cancel")),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    ok.disabled = true;
    problem.textContent = "";
    const failed = await submit();
    ok.disabled = false;
    if (failed) problem.textContent = failed;
    else dialog.close();
  });
  dialog.replaceChildren(form);
  if (!dialog.open) dialog.showModal();
}

function take() {
  const file = make("input", { type: "file", id: "take-file", accept: ".txt,.html,.htm,.pdf,.docx,.eml" });
  const text = make("textarea", { id: "take-text", rows: 5, placeholder: "Title, byline and day as well, if you have them" });
  const link = make("input", { id: "take-link", type: "url", placeholder: "https://…" });
  const rows = [["A file", file], ["or pasted text", text], ["or a link", link]].map(([label, input]) => make("div", { class: "entry" }, make("label", { for: input.id }, label), input));
  openDialog("Take in a document", rows, "Draft its statements", async () => {
    say("Reading and drafting …");
    const told = file.files[0]
      ? await ask(`/review/documents?name=${encodeURIComponent(file.files[0].name)}`, { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file.files[0] })
      : await ask("/review/documents", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ link: link.value, text: text.value }) });
    say("");
    if (told.error) return told.error;
    key = null;
    show(told);
    say([`${doc.drafted} drafts of “${doc.title}”.`, ...(told.warnings ?? [])].join("\n"));
    await fillDocuments();
    return "";
  });
}

async function fillDocuments() {
  const told = await ask("/review/documents");
  if (told.error) return say(told.error, true);
  find("documents").replaceChildren(...told.documents.map((one) => make("option", { value: one.id, selected: one.id === doc?.id }, `${one.title} (${one.open} open)`)));
  if (told.problems.length) say(told.problems.join("\n"), true);
  return told.documents;
}

async function open(source) {
  const told = await ask(address(source));
  if (told.error) return say(told.error, true);
  key = null;
  return show(told);
}

find("documents").addEventListener("change", () => open(find("documents").value));
find("take").addEventListener("click", take);
find("sure").addEventListener("click", approveSure);
find("keys").replaceChildren(...KEYS.flatMap(([letter, what]) => [make("kbd", {}, letter), ` ${what}   `]));
const ACTS = { j: () => move(1), k: () => move(-1), a: approve, A: approveSure, e: edit, x: refuse, s: same, u: undo, n: add };
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || find("dialog").open) return;
  if (event.target instanceof Element && event.target.closest("input, textarea, select")) return;
  const act = ACTS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

const theme = sessionStorage.getItem("theme");
if (theme) document.documentElement.dataset.theme = theme;
const documents = await fillDocuments();
if (documents?.length) await open(documents[0].id);
else draw();
