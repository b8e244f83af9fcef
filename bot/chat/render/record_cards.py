"""The cards of everything that is no statement: people, countries, sources, help and plain facts."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answers.formatting.record_lines import describe_person, describe_publication, describe_tally
from bot.answers.model import CountryItem, FactItem, HelpItem, PersonItem, SourceItem
from bot.chat.render.card import Card
from bot.chat.render.layout import Click, link_to
from bot.chat.render.markdown import escape, keep, say, tame


def draw_person(item: PersonItem, locale: str) -> Card:
    """Who somebody is: name, roles with the time for which they are attested, other names."""
    return _compose(describe_person(item.person, locale), name=item.person.party.id)


def draw_country(item: CountryItem, locale: str, open_id: str | None) -> Card:
    """A country's tally: with `open_id` a line of a list, whose button opens that country."""
    click = Click("Where it stands", open_id) if open_id and not item.head else None
    lines = describe_tally(item.tally, item.name, locale, full=item.head)
    return _compose(lines, name=item.tally.code, click=click)


def draw_source(item: SourceItem, locale: str) -> Card:
    """A source: what it is, when it came out and how that is known, what is held from it, what is wrong in it."""
    source = item.source
    return _compose(describe_publication(source, locale), name=source.id, click=link_to("Open source", source.url))


def draw_help(item: HelpItem, locale: str) -> Card:
    """How to ask one command."""
    del locale
    lines = [item.answers]
    lines += [f"{name}{' (needed)' if required else ''}: {text}" for name, text, required in item.options]
    examples = [f"`{tame(example)}`" if "`" not in example else escape(tame(example)) for example in item.examples]
    card = _compose((f"/{item.command}", *lines), name=item.command)
    tail = "\n".join(("Try:", *examples)) if examples else ""
    return Card(card.head, card.body, tail, lambda: "\n".join((card.plain(), *item.examples)), card.name, card.brief)


def draw_fact(item: FactItem, locale: str) -> Card:
    """A labelled fact on one line."""
    del locale
    head = f"**{say(item.label, 100)}** {keep(item.text)}"
    return Card(head, "", "", lambda: f"{item.label} {item.text}", "fact", item.label)


def _compose(lines: Iterable[str], *, name: str, click: Click | None = None) -> Card:
    """Make a card of lines of plain text, of which the first is its title."""
    title, *rest = lines
    lines = [line for line in rest if line.strip()]
    body = "\n".join(keep(line) for line in lines)
    return Card(f"**{keep(title)}**", body, "", lambda: "\n".join((title, *lines)), name, title, click)
