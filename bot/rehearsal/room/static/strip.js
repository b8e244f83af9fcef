// The strip at the bottom: for each answer how long it took, and whatever Discord would not have taken.

import { find, make } from "./dom.js";

const MOST = 40;
const SLOW = 1500;

export class Strip {
  #entries = new Map();
  #breaches = 0;

  /** What is checked: `unchecked` is null, or why Discord's own description is not among it. */
  explain(unchecked) {
    this.checked = unchecked ?? "Every request is checked against Discord's description of its API and its limits.";
    this.#count();
  }

  /** An answer that has begun, or is complete. */
  note(news) {
    const entry = this.#entries.get(news.interaction) ?? this.#add(news.interaction);
    entry.news = news;
    this.#draw(entry);
  }

  /** A request that breaks a rule; of which answer, where that is known. */
  noteBreach(news) {
    this.#breaches += 1;
    const entry = this.#entries.get(news.interaction);
    if (entry) {
      entry.breaches.push(news.text);
      this.#draw(entry);
    }
    find("list-of-breaches").append(make("li", {}, news.text));
    find("details").hidden = false;
    this.#count();
  }

  #add(identity) {
    const entry = { item: make("li"), breaches: [], news: null };
    this.#entries.set(identity, entry);
    find("answers").prepend(entry.item);
    if (this.#entries.size > MOST) {
      const [oldest, { item }] = this.#entries.entries().next().value;
      item.remove();
      this.#entries.delete(oldest);
    }
    return entry;
  }

  #draw({ item, breaches, news }) {
    if (!news) return;
    const first = news.first_ms === null ? "no callback" : `${news.first_ms} ms`;
    const bad = news.failed || breaches.length || news.first_ms === null;
    item.className = bad ? "bad" : news.first_ms > SLOW ? "slow" : "good";
    const parts = [make("span", { class: "what" }, news.what), make("b", { title: "until the first callback" }, first)];
    if (!news.done) parts.push(make("span", { class: "quiet" }, news.deferred ? "thinking…" : "…"));
    else if (news.deferred) parts.push(make("span", { class: "quiet", title: "until the answer was complete" }, `whole ${news.ms} ms`));
    if (news.failed) parts.push(make("span", { class: "wrong" }, news.failed));
    parts.push(
      breaches.length
        ? make("span", { class: "wrong", title: breaches.join("\n") }, `${breaches.length} against the rules`)
        : make("span", { class: "fine", title: this.checked }, "✓"),
    );
    item.replaceChildren(...parts);
  }

  #count() {
    const tally = find("breaches");
    tally.textContent = this.#breaches ? `${this.#breaches} against Discord's rules` : "Nothing against Discord's rules";
    tally.className = this.#breaches ? "tally wrong" : "tally";
    tally.title = this.checked;
  }
}
