// Draws a message from the JSON that the bot sent: its head, its text, its embeds, its components and its files.

import { drawComponent, drawFile } from "./components.js";
import { colour, link, make } from "./dom.js";
import { markdown } from "./markdown.js";

const LOADING = 1 << 7;
const EPHEMERAL = 1 << 6;

/** One message as an article. `told` is what the room told of it; `context` knows names and carries out presses. */
export function drawMessage(told, context) {
  const { message } = told;
  const names = context.names;
  const author = message.author.global_name || message.author.username;
  const when = new Date(message.timestamp);
  const body = make("div", { class: "body" }, ...drawBody(message, context));
  const article = make(
    "article",
    { class: "message", tabIndex: -1, data: { id: message.id, private: String(told.private) }, aria: { label: `${author}, ${clock(when)}${told.private ? ", private" : ""}` } },
    drawUsed(told, context),
    make("div", { class: "avatar bot", aria: { hidden: "true" } }, initials(author)),
    make(
      "div",
      { class: "column" },
      make(
        "header",
        { class: "head" },
        make("span", { class: "author" }, author),
        message.author.bot ? make("span", { class: "app" }, "APP") : null,
        make("time", { class: "quiet", dateTime: when.toISOString(), title: when.toLocaleString("en-GB") }, clock(when)),
      ),
      body,
      message.edited_timestamp ? make("span", { class: "edited quiet", title: message.edited_timestamp }, "(edited)") : null,
      pings(message) ? make("div", { class: "quiet pings" }, `Pings ${pings(message)}`) : null,
      drawPrivacy(told, names),
    ),
  );
  if (pings(message)) article.classList.add("pinging");
  return article;
}

function drawUsed(told, context) {
  if (!told.used) return null;
  const who = context.names.people[told.used.by] ?? "Somebody";
  return make(
    "div",
    { class: "used quiet" },
    make("span", { class: "avatar tiny", aria: { hidden: "true" } }, initials(who)),
    make("span", { class: "who" }, who),
    " used ",
    make("span", { class: "mention" }, told.used.command),
  );
}

function drawPrivacy(told, names) {
  if (!(told.message.flags & EPHEMERAL)) return null;
  const others = told.viewer && told.viewer !== names.me;
  const text = others ? `Only ${names.people[told.viewer]} sees this in Discord` : "Only you can see this";
  return make("div", { class: "only quiet" }, text);
}

function drawBody(message, context) {
  const parts = [];
  if (message.flags & LOADING) {
    const dots = make("span", { class: "dots", aria: { hidden: "true" } }, make("i"), make("i"), make("i"));
    return [make("div", { class: "thinking" }, dots, `${message.author.global_name} is thinking…`)];
  }
  if (message.content) parts.push(make("div", { class: "text" }, markdown(message.content, context.names)));
  for (const embed of message.embeds) parts.push(drawEmbed(embed, context));
  for (const part of message.components) parts.push(drawComponent(part, { ...context, message }));
  const second = message.flags & (1 << 15);
  if (!second) for (const file of message.attachments) parts.push(drawFile(file));
  return parts;
}

function drawEmbed(embed, context) {
  const text = (words) => make("div", { class: "text" }, markdown(words, context.names));
  const made = make("section", { class: "embed", aria: { label: "Embed" } });
  if (embed.color !== undefined && embed.color !== null) made.style.setProperty("--accent", colour(embed.color));
  const parts = [];
  if (embed.provider?.name) parts.push(make("div", { class: "quiet" }, embed.provider.name));
  if (embed.author?.name) parts.push(make("div", { class: "embed-author" }, linked(embed.author.url, embed.author.name)));
  if (embed.title) {
    const title = make("span", {}, markdown(embed.title, context.names, { inline: true }));
    parts.push(make("div", { class: "embed-title" }, linked(embed.url, title)));
  }
  if (embed.description) parts.push(text(embed.description));
  if (embed.fields?.length) {
    const fields = embed.fields.map((field) =>
      make(
        "div",
        { class: field.inline ? "field inline" : "field" },
        make("div", { class: "field-name" }, markdown(field.name, context.names, { inline: true })),
        text(field.value),
      ),
    );
    parts.push(make("div", { class: "fields" }, fields));
  }
  if (embed.image?.url) parts.push(drawComponent({ type: 12, items: [{ media: embed.image }] }, context));
  const foot = [embed.footer?.text, embed.timestamp ? new Date(embed.timestamp).toLocaleString("en-GB") : null];
  if (foot.some(Boolean)) parts.push(make("div", { class: "quiet embed-foot" }, foot.filter(Boolean).join(" • ")));
  made.append(make("div", { class: "embed-text" }, parts));
  if (embed.thumbnail?.url) made.append(drawComponent({ type: 11, media: embed.thumbnail }, context));
  return made;
}

function linked(address, inside) {
  return address ? link(address, inside) : inside;
}

function pings(message) {
  const whom = [];
  if (message.mention_everyone) whom.push("everyone");
  for (const user of message.mentions ?? []) whom.push(user.global_name || user.username);
  if (message.mention_roles?.length) whom.push(message.mention_roles.length === 1 ? "a role" : "roles");
  return whom.join(", ");
}

/** The letters in the circle beside a name. */
export function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  return (words.length > 1 ? words[0][0] + words.at(-1)[0] : name.slice(0, 1)).toUpperCase();
}

function clock(when) {
  const time = when.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const today = new Date().toDateString() === when.toDateString();
  return today ? `Today at ${time}` : `${when.toLocaleDateString("en-GB")} ${time}`;
}
