// The message box: a menu of commands, a field for each option, and the values that the bot offers as one types.

import { find, make } from "./dom.js";

const PATIENCE = 150; // ms without a key before the bot is asked what it offers
const MOST_OFFERS = 50;
const KINDS = { text: "text", integer: "whole number", number: "number", boolean: "true or false", person: "person", channel: "channel", role: "role" };

const MENTION = /@attach[eé]/i;
const UNMENTIONED = "Attaché reads no messages but those that mention it: type @Attaché and a question, or / for a command.";

export class Composer {
  #commands = [];
  #command = null;
  #fields = new Map();
  #items = [];
  #active = -1;
  #timer = 0;
  #asked = null;
  #sent = null;
  #names = { people: {}, channels: {}, roles: {} };

  /** `send` carries a deed to the room and gives its number. */
  constructor(send) {
    this.send = send;
    this.form = find("composer");
    this.box = find("box");
    this.list = find("list");
    this.offers = find("offers");
    this.title = find("offers-title");
    this.problem = find("problem");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.form.addEventListener("focusout", (event) => {
      if (!this.form.contains(event.relatedTarget)) this.#close();
    });
    this.form.addEventListener("keydown", (event) => this.#key(event));
    this.#wire(this.box, null);
  }

  /** The commands that the person has here, and the names for options that take a person, a channel or a role. */
  know(commands, names) {
    this.#commands = commands;
    this.#names = names;
    if (this.#command && !commands.some((command) => command.name === this.#command.name)) this.#leave("");
    this.#invite();
    // A name that is being typed is looked for among the new ones.
    if (!this.#command && document.activeElement === this.box && this.box.value.startsWith("/")) this.#offerCommands();
  }

  /** What the bot offers, in answer to the question of that number. */
  offer(news) {
    if (news.deed !== this.#asked?.deed || document.activeElement !== this.#asked.input) return;
    this.#asked = null;
    const field = this.#fieldOf(document.activeElement);
    if (field) this.#show(field, news.choices, news.failed);
  }

  /** Say what was wrong; what was typed comes back if it was this that could not be carried out. */
  complain(text, deed) {
    this.problem.textContent = text;
    this.problem.hidden = !text;
    if (this.#sent && deed && deed === this.#sent.deed && !this.#command && !this.box.value) {
      const { command, values, line } = this.#sent;
      if (command) {
        this.#enter(command);
        for (const [name, kept] of values) {
          const field = this.#fields.get(name) ?? this.#add(command.options.find((option) => option.name === name));
          field.input.value = kept.shown;
          field.value = kept.value;
          this.#fit(field.input);
        }
        (this.#fields.values().next().value?.input ?? this.box).focus();
      } else this.box.value = line;
      this.#close();
    }
  }

  #wire(input, field) {
    input.addEventListener("input", () => {
      this.complain("");
      if (field) field.value = null;
      this.#typed(input, field);
    });
    input.addEventListener("focus", () => this.#look(input, field));
    input.addEventListener("click", () => this.offers.hidden && this.#look(input, field));
  }

  #fieldOf(input) {
    return [...this.#fields.values()].find((field) => field.input === input) ?? null;
  }

  // What is typed

  #typed(input, field) {
    if (!input.value.trim()) input.value = "";
    if (field) this.#distribute(field);
    else if (!this.#command) this.#recognise();
    else this.#distribute(null);
    this.#fit(document.activeElement);
    this.#look(document.activeElement, this.#fieldOf(document.activeElement));
  }

  /** A whole command followed by a space becomes fields, and what follows goes into them. */
  #recognise() {
    const text = this.box.value;
    const known = this.#commands
      .filter((command) => text.startsWith(`/${command.name} `))
      .sort((one, other) => other.name.length - one.name.length)[0];
    if (!known) return;
    const rest = text.slice(known.name.length + 2);
    this.#enter(known);
    const first = this.#fields.values().next().value;
    if (!rest) return;
    if (first) {
      first.input.value = rest;
      this.#distribute(first);
    } else {
      this.box.value = rest;
      this.#distribute(null);
    }
  }

  /** `name:` of an option, typed or pasted into a field or the box, opens that option's field. */
  #distribute(field) {
    const input = field?.input ?? this.box;
    const names = this.#command.options.map((option) => option.name.replace(/[^-\w]/g, "\\$&")).join("|");
    if (!names) return;
    const marks = [...input.value.matchAll(new RegExp(`(?:^|(?<=\\s))(${names}):`, "g"))].filter(
      (mark) => (input.value.slice(0, mark.index).match(/"/g) ?? []).length % 2 === 0,
    );
    if (!marks.length) return;
    const text = input.value;
    input.value = text.slice(0, marks[0].index).trim();
    let last = null;
    marks.forEach((mark, at) => {
      const option = this.#command.options.find((known) => known.name === mark[1]);
      const end = marks[at + 1]?.index ?? text.length;
      last = this.#fields.get(option.name) ?? this.#add(option);
      last.input.value = text.slice(mark.index + mark[0].length, end).trimStart();
      if (at < marks.length - 1) last.input.value = last.input.value.trim();
      this.#fit(last.input);
    });
    this.#fit(input);
    last.input.focus();
  }

  #fit(input) {
    if (input !== this.box && input instanceof HTMLInputElement) input.size = Math.min(Math.max(input.value.length + 1, 6), 48);
  }

  // The command and its fields

  #enter(command) {
    this.#command = command;
    this.box.value = "";
    find("command").textContent = `/${command.name}`;
    find("command").hidden = false;
    for (const option of command.options.filter((known) => known.required)) this.#add(option);
    this.#invite();
    (this.#fields.values().next().value?.input ?? this.box).focus();
  }

  #leave(text) {
    this.#command = null;
    this.#fields.clear();
    find("fields").replaceChildren();
    find("command").hidden = true;
    this.box.value = text;
    this.#invite();
    this.#close();
  }

  #add(option) {
    const id = `field-${option.name}`;
    const input = make("input", {
      id, role: "combobox", size: 6, spellcheck: false, autocomplete: "off", maxLength: Math.min(option.longest, 6000),
      aria: { expanded: "false", controls: "list", autocomplete: "list", required: String(option.required), description: option.description },
    });
    const shown = make("span", { class: "field-box" }, make("label", { for: id }, option.name), input);
    const field = { option, input, shown, value: null };
    this.#fields.set(option.name, field);
    find("fields").append(shown);
    this.#wire(input, field);
    this.#invite();
    return field;
  }

  #remove(field) {
    this.#fields.delete(field.option.name);
    field.shown.remove();
    this.#invite();
    ([...this.#fields.values()].at(-1)?.input ?? this.box).focus();
  }

  #missing() {
    return this.#command ? this.#command.options.filter((option) => !this.#fields.has(option.name)) : [];
  }

  #invite() {
    const left = this.#missing();
    this.box.placeholder = !this.#command ? "Type / for the commands" : left.length ? "+ option" : "Enter sends it";
    this.box.setAttribute("aria-label", this.#command ? "More options; Enter sends" : "Message box: type / for the commands");
    this.box.classList.toggle("after", Boolean(this.#command));
  }

  // What is offered

  #look(input, field) {
    clearTimeout(this.#timer);
    if (!field && !this.#command) {
      this.#offerCommands();
    } else if (!field) {
      const typed = this.box.value.trim().replace(/:$/, "").toLowerCase();
      const left = this.#missing().filter((option) => option.name.includes(typed));
      this.#open(`/${this.#command.name}: ${this.#command.description}`, left.map((option) => this.#optionItem(option)), typed ? 0 : -1);
    } else {
      this.#offerValues(field);
    }
  }

  #offerCommands() {
    const text = this.box.value;
    if (!text.startsWith("/")) {
      if (text && !text.startsWith("@")) this.#open(UNMENTIONED, []);
      else this.#close();
      return;
    }
    const typed = text.slice(1).trim().toLowerCase();
    const rank = (command) => (command.name.startsWith(typed) ? 0 : command.name.includes(typed) ? 1 : 2);
    const named = this.#commands.filter((command) => rank(command) < 2);
    const told = this.#commands.filter((command) => command.description.toLowerCase().includes(typed));
    const near = (named.length ? named : told).sort((one, other) => rank(one) - rank(other));
    const items = near.map((command) => ({
      name: `/${command.name}`,
      about: command.description,
      signs: command.options.map((option) => ({ text: option.name, strong: option.required })),
      act: () => {
        this.#enter(command);
        this.#look(document.activeElement, this.#fieldOf(document.activeElement));
      },
    }));
    this.#open(items.length ? "Commands" : "No command is called so", items, items.length ? 0 : -1);
  }

  #optionItem(option) {
    return {
      name: `${option.name}`,
      about: option.description,
      signs: [{ text: KINDS[option.kind] }, { text: option.required ? "required" : "optional", strong: option.required }],
      act: () => {
        this.box.value = "";
        this.#add(option).input.focus();
      },
    };
  }

  #offerValues(field) {
    const { option, input } = field;
    const fixed = this.#fixed(option);
    if (fixed) {
      const typed = input.value.toLowerCase();
      this.#show(field, fixed.filter((choice) => choice.name.toLowerCase().includes(typed)));
      return;
    }
    this.#show(field, null);
    if (!option.autocomplete || !this.#command) return;
    this.#timer = setTimeout(() => {
      const options = Object.fromEntries([...this.#values()].map(([name, kept]) => [name, kept.value]));
      const command = this.#command?.name;
      const deed = this.send({ do: "complete", command, focused: option.name, options: { ...options, [option.name]: input.value } });
      this.#asked = { deed, input };
    }, PATIENCE);
  }

  #fixed(option) {
    if (option.choices.length) return option.choices.map((name) => ({ name, value: name }));
    if (option.kind === "boolean") return [{ name: "True", value: "true" }, { name: "False", value: "false" }];
    const known = { person: this.#names.people, channel: this.#names.channels, role: this.#names.roles }[option.kind];
    return known ? Object.entries(known).map(([value, name]) => ({ name, value })) : null;
  }

  #show(field, choices, failed) {
    const { option, input } = field;
    const items = (choices ?? []).slice(0, MOST_OFFERS).map((choice) => ({
      name: choice.name,
      act: () => {
        input.value = choice.name;
        field.value = choice.value;
        this.#fit(input);
        this.#close();
        input.focus();
      },
    }));
    if (input.value.trim()) items.push(...this.#missing().map((missing) => ({ ...this.#optionItem(missing), more: true })));
    const need = option.required ? "required" : "optional";
    const note = failed ? ` ${failed}` : "";
    this.#open(`${option.name}: ${option.description} (${KINDS[option.kind]}, ${need})${note}`, items);
  }

  #open(title, items, active = -1) {
    this.#items = items;
    this.title.textContent = title;
    this.list.replaceChildren(
      ...items.map((item, at) =>
        make(
          "li",
          { id: `offer-${at}`, role: "option", class: item.more ? "more" : "", aria: { selected: "false" }, onmousedown: (event) => event.preventDefault(), onclick: () => item.act() },
          make("span", { class: "name" }, item.more ? `+ ${item.name}` : item.name),
          item.about ? make("span", { class: "about" }, item.about) : null,
          item.signs?.length ? make("span", { class: "signs" }, item.signs.map((sign) => make("span", { class: sign.strong ? "sign strong" : "sign" }, sign.text))) : null,
        ),
      ),
    );
    this.list.hidden = !items.length;
    this.offers.hidden = false;
    document.activeElement?.setAttribute?.("aria-expanded", String(items.length > 0));
    this.#point(active);
  }

  #close() {
    clearTimeout(this.#timer);
    this.#items = [];
    this.#active = -1;
    this.offers.hidden = true;
    this.list.replaceChildren();
    for (const input of this.form.querySelectorAll("[role=combobox]")) {
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }
  }

  #point(at) {
    this.#active = at;
    [...this.list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
    const item = this.list.children[at];
    item?.scrollIntoView({ block: "nearest" });
    if (item) document.activeElement.setAttribute("aria-activedescendant", item.id);
    else document.activeElement?.removeAttribute?.("aria-activedescendant");
  }

  // Keys, and sending

  #key(event) {
    if (event.isComposing || event.target.getAttribute("role") !== "combobox") return;
    const open = !this.offers.hidden && this.#items.length > 0;
    const field = this.#fieldOf(event.target);
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && open) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const count = this.#items.length;
      this.#point(this.#active < 0 ? (step > 0 ? 0 : count - 1) : (this.#active + step + count) % count);
    } else if ((event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) && open && this.#active >= 0) {
      event.preventDefault();
      this.#items[this.#active].act();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (!this.offers.hidden) this.#close();
      else this.#leave("");
    } else if (event.key === "Backspace" && !event.target.value && this.#command) {
      event.preventDefault();
      if (field && !field.option.required) this.#remove(field);
      else if (field || !this.#fields.size) {
        const name = this.#command.name;
        this.#leave(`/${name}`);
        this.box.focus();
        this.#look(this.box, null);
      } else [...this.#fields.values()].at(-1).input.focus();
    }
  }

  #values() {
    const given = new Map();
    for (const [name, field] of this.#fields) {
      const shown = field.input.value.trim();
      if (shown) given.set(name, { shown, value: field.value ?? shown });
    }
    return given;
  }

  #submit() {
    const line = this.box.value.trim();
    if (!this.#command) {
      if (!line) return;
      if (!line.startsWith("/") && !MENTION.test(line)) {
        this.complain(UNMENTIONED);
        return;
      }
      this.#sent = { line, deed: this.send({ do: "line", line }) };
      this.#leave("");
      return;
    }
    const values = this.#values();
    const missing = this.#command.options.find((option) => option.required && !values.has(option.name));
    if (missing) {
      this.complain(`/${this.#command.name} needs ${missing.name}.`);
      this.#fields.get(missing.name)?.input.focus();
      return;
    }
    if (line) {
      this.complain(`/${this.#command.name} has no option “${line}”.`);
      return;
    }
    const command = this.#command;
    const options = Object.fromEntries([...values].map(([name, kept]) => [name, kept.value]));
    this.#sent = { command, values, deed: this.send({ do: "slash", command: command.name, options }) };
    if (this.#sent.deed === null) {
      this.complain("There is no connection to the room just now.");
      return;
    }
    this.complain("");
    this.#leave("");
    this.box.focus();
  }
}
