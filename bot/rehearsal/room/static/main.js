// The page: hears the room's news, draws it, and sends what the person does.

import { Composer } from "./composer.js";
import { connect } from "./connection.js";
import { colour, find, make } from "./dom.js";
import { closeForm, complainInForm, openForm } from "./form.js";
import { drawMessage } from "./message.js";
import { Strip } from "./strip.js";

const names = { people: {}, roles: {}, channels: {}, me: "" };
const place = { user: null, channel: null, channels: [] };
const shown = new Map();
const unread = new Set();
let returning = false;
let expecting = false; // somebody acted here, and what comes of it is wanted in sight
const log = find("log");
const strip = new Strip();
const context = { names, press: (deed) => send(deed) ?? fail("There is no connection to the room just now.") };
const ACTS = ["slash", "line", "click", "choose", "submit", "reload"];
const carry = connect(hear, (state) => {
  find("link").textContent = state === "open" ? "" : "The room does not answer. Is it still running?";
  find("link").classList.toggle("wrong", state !== "open");
});
const send = (deed) => {
  expecting ||= ACTS.includes(deed.do);
  return carry(deed);
};
const composer = new Composer(send);

const HEARING = {
  world: (news) => {
    names.people = Object.fromEntries(news.people.map((person) => [person.id, person.shown]));
    names.roles = Object.fromEntries(news.roles.map((role) => [role.id, role.name]));
    find("guild").textContent = news.guild;
    const people = news.people.filter((person) => !person.bot);
    find("person").replaceChildren(
      ...people.map((person) => make("option", { value: person.id }, `${person.shown} (${person.name}${person.role && person.role !== "@everyone" ? `, ${person.role}` : ""})`)),
    );
    strip.explain(news.unchecked);
    showWatching(news.watching);
    find("review").hidden = !news.review;
  },
  place: (news) => {
    // After a broken line the room knows nothing of where we were.
    if (returning && (news.user !== place.user || news.channel !== place.channel)) {
      returning = false;
      send({ do: "enter", user: place.user, channel: place.channel });
      return;
    }
    Object.assign(place, { user: news.user, channel: news.channel });
    names.me = news.user;
    find("person").value = news.user;
    unread.delete(news.channel);
    knowChannels(news.channels);
    composer.know(news.commands, names);
    shown.clear();
    log.replaceChildren(welcome(news));
    for (const told of news.messages) add(told);
    log.scrollTop = log.scrollHeight;
  },
  commands: (news) => {
    log.querySelector(".starting")?.remove();
    composer.know(news.commands, names);
  },
  message: (news) => {
    const held = shown.get(news.message.id);
    const low = log.scrollHeight - log.scrollTop - log.clientHeight < 120 || (expecting && !held);
    if (!held) expecting = false;
    if (news.change === "delete") {
      held?.remove();
      shown.delete(news.message.id);
    } else if (held) replace(held, news);
    else add(news);
    const drawn = shown.get(news.message.id);
    if (low && drawn && drawn === log.lastElementChild) reveal(drawn);
  },
  elsewhere: (news) => {
    unread.add(news.channel);
    knowChannels(news.channels);
  },
  choices: (news) => composer.offer(news),
  answer: (news) => {
    strip.note(news);
    if (news.done && news.failed && !news.what.startsWith("/reload")) fail(`${news.what}: ${news.failed}.`);
  },
  breach: (news) => strip.noteBreach(news),
  form: (news) => openForm(news, names, send),
  sent: (news) => closeForm(news.form),
  problem: (news) => complainInForm(news.text) || composer.complain(news.text, news.deed),
  data: (news) => showData(news),
  watching: (news) => showWatching(news.on),
};

function hear(news) {
  HEARING[news.is]?.(news);
  if (news.is === "world") returning = place.user !== null;
}

function welcome(news) {
  const channel = news.channels.find((known) => known.id === news.channel);
  find("title").textContent = `# ${channel?.name ?? ""}`;
  find("topic").textContent = channel?.topic ?? "";
  document.title = `#${channel?.name ?? ""}: Attaché, rehearsal room`;
  const text = [
    make("h2", {}, `Welcome to #${channel?.name ?? ""}`),
    make("p", { class: "quiet" }, "This is a rehearsal: the real bot, on a Discord of its own on this machine. Type / for its commands."),
  ];
  if (!news.commands.length && !news.bot) text.push(make("p", { class: "starting" }, "Attaché is starting…"));
  else if (!news.commands.length) text.push(make("p", { class: "quiet" }, "This person has no commands here."));
  return make("div", { class: "welcome" }, text);
}

function add(told) {
  const drawn = drawMessage(told, context);
  shown.set(told.message.id, drawn);
  log.append(drawn);
}

function replace(held, told) {
  const focused = held.contains(document.activeElement) ? document.activeElement : null;
  const drawn = drawMessage(told, context);
  held.replaceWith(drawn);
  shown.set(told.message.id, drawn);
  if (!focused) return;
  // The keyboard stays where it was: on the button of the same name, or on the message.
  const called = focused.getAttribute("aria-label") ?? focused.textContent;
  const buttons = [...drawn.querySelectorAll("button, select, a")];
  const same = buttons.find((button) => !button.disabled && (button.getAttribute("aria-label") ?? button.textContent) === called);
  (same ?? drawn).focus({ preventScroll: true });
}

function reveal(article) {
  if (!article) return;
  // A long answer is read from its beginning.
  if (article.offsetHeight > log.clientHeight) log.scrollTop = article.offsetTop - 8;
  else log.scrollTop = log.scrollHeight;
}

function fail(text) {
  const note = make("div", { class: "note wrong", role: "alert" }, text, make("span", { class: "quiet" }, " Only you see this."));
  log.append(note);
  log.scrollTop = log.scrollHeight;
}

function knowChannels(channels) {
  place.channels = channels;
  names.channels = Object.fromEntries(channels.map((channel) => [channel.id, channel.name]));
  drawChannels();
}

function drawChannels() {
  find("channels").replaceChildren(
    ...place.channels.map((channel) =>
      make(
        "li",
        { class: channel.thread ? "thread" : "" },
        make(
          "button",
          {
            type: "button",
            class: unread.has(channel.id) ? "channel unread" : "channel",
            ...(channel.id === place.channel ? { aria: { current: "page" } } : {}),
            onclick: () => {
              send({ do: "enter", user: place.user, channel: channel.id });
              openSide(false);
            },
          },
          make("span", { class: "hash", aria: { hidden: "true" } }, channel.thread ? "↳" : "#"),
          channel.name,
          unread.has(channel.id) ? make("span", { class: "dot" }, make("span", { class: "aside" }, "new")) : null,
        ),
      ),
    ),
  );
}

function showData(news) {
  const place = find("data");
  place.classList.toggle("busy", news.state === "reloading");
  find("reload").disabled = news.state === "reloading";
  if (news.state === "reloading") {
    place.textContent = "Checking and compiling…";
    return;
  }
  const sign = make("span", { class: "sign-dot", aria: { hidden: "true" } });
  if (news.colour !== null && news.colour !== undefined) sign.style.setProperty("--accent", colour(news.colour));
  const words = (news.text ?? "").replace(/^#+ /, "").replace(/\\([^\w\s])/g, "$1");
  place.replaceChildren(sign, `${new Date().toLocaleTimeString("en-GB")} ${words}`);
}

function showWatching(on) {
  find("watch").setAttribute("aria-pressed", String(on));
}

function openSide(open) {
  document.body.classList.toggle("side-open", open);
  find("menu").setAttribute("aria-expanded", String(open));
}

function showTheme(theme) {
  const dark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  if (theme) document.documentElement.dataset.theme = theme;
  find("theme").textContent = dark ? "Light" : "Dark";
  find("theme").dataset.next = dark ? "light" : "dark";
  find("theme").setAttribute("aria-label", `Change to ${dark ? "light" : "dark"} colours`);
}

find("person").addEventListener("change", (event) => send({ do: "enter", user: event.target.value, channel: place.channel }));
find("reload").addEventListener("click", () => {
  send({ do: "reload" });
  openSide(false);
});
find("watch").addEventListener("click", () => send({ do: "watch", on: find("watch").getAttribute("aria-pressed") !== "true" }));
find("menu").addEventListener("click", () => openSide(!document.body.classList.contains("side-open")));
find("theme").addEventListener("click", () => {
  // Kept for this tab alone: closing it leaves nothing behind.
  sessionStorage.setItem("theme", find("theme").dataset.next);
  showTheme(find("theme").dataset.next);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") openSide(false);
  if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "")) {
    find("box").focus();
  }
});
showTheme(sessionStorage.getItem("theme"));
if (matchMedia("(min-width: 700px)").matches) find("box").focus();
