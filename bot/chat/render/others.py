"""The cards of everything that is no statement: people, countries, sources, help and plain facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.answers.lines import count, name_parties
from bot.answers.model import CountryItem, FactItem, HelpItem, PersonItem, SourceItem
from bot.answers.options.country_names import flag_of, name_of
from bot.answers.options.days import describe_day, describe_span
from bot.chat.render.card import Card, Click, link_to
from bot.chat.render.markdown import escape, keep, say, tame
from bot.chat.render.statements import tell_conflicts
from bot.store.model import CountryTally, PersonRecord

MOST_NAMES = 15
MOST_ROLES = 10
MOST_LISTED = 5


def draw_person(item: PersonItem, locale: str) -> Card:
    """Who somebody is: name, roles with the time for which they are attested, other names."""
    person = item.person
    lines = list(_describe_person(person, locale))
    flag = f"{flag_of(person.country)} " if person.country else ""
    return _compose(f"{flag}{person.party.name}", lines, name=person.party.id)


def draw_country(item: CountryItem, locale: str, open_id: str | None) -> Card:
    """A country's tally: with `open_id` a line of a list, whose button opens that country."""
    tally = item.tally
    lines = list(_describe_tally(tally, locale, whole=item.head))
    click = Click("Where it stands", open_id) if open_id and not item.head else None
    return _compose(f"{flag_of(tally.code)} {item.name}", lines, name=tally.code, click=click)


def draw_source(item: SourceItem, locale: str) -> Card:
    """A source: what it is, when it came out and how that is known, what is held from it, what is wrong in it."""
    source = item.source
    publisher = source.publisher or "publisher not given"
    lines = [f"{publisher} · {_tell_published(source.published, locale)}"]
    if source.published_how:
        lines.append(f"Published: {source.published_how}")
    if source.publisher_how:
        lines.append(f"Publisher: {source.publisher_how}")
    by = [*source.authors[:MOST_LISTED], *([source.agency.name] if source.agency else [])]
    if by:
        lines.append(f"By {', '.join(by)}")
    numbers = {"report": source.reports, "statement": source.statements, "quotation": source.quotations}
    held = [count(number, noun) for noun, number in numbers.items()]
    lines.append(f"Held: {', '.join(held)} · {source.file} · {source.id}")
    lines += source.notes[:MOST_LISTED]
    lines += tell_conflicts(source.conflicts)
    return _compose(source.title, lines, name=source.id, click=link_to("Open source", source.url))


def draw_help(item: HelpItem, locale: str) -> Card:
    """How to ask one command."""
    del locale
    lines = [item.answers]
    lines += [f"{name}{' (needed)' if required else ''}: {text}" for name, text, required in item.options]
    examples = [f"`{tame(example)}`" if "`" not in example else escape(tame(example)) for example in item.examples]
    card = _compose(f"/{item.command}", lines, name=item.command)
    tail = "\n".join(("Try:", *examples)) if examples else ""
    return Card(card.head, card.body, tail, "\n".join((card.plain, *item.examples)), card.name, card.brief)


def draw_fact(item: FactItem, locale: str) -> Card:
    """A labelled fact on one line."""
    del locale
    head = f"**{say(item.label, 100)}** {keep(item.text)}"
    return Card(head, "", "", f"{item.label} {item.text}", "fact", item.label)


def _compose(title: str, lines: Iterable[str], *, name: str, click: Click | None = None) -> Card:
    lines = [line for line in lines if line.strip()]
    body = "\n".join(keep(line) for line in lines)
    return Card(f"**{keep(title)}**", body, "", "\n".join((title, *lines)), name, title, click)


def _describe_person(person: PersonRecord, locale: str) -> Iterable[str]:
    if person.detail:
        yield person.detail
    for title, organisation, country, attested in person.roles[:MOST_ROLES]:
        parts = [title, organisation.name if organisation else "", name_of(country, locale) if country else ""]
        yield f"{', '.join(part for part in parts if part)} (attested {describe_day(attested, locale)})"
    if len(person.roles) > MOST_ROLES:
        yield f"and {count(len(person.roles) - MOST_ROLES, 'more role')}"
    others = [text for text, _ in person.names if text != person.party.name]
    if others:
        rest = f" and {len(others) - MOST_NAMES} more" if len(others) > MOST_NAMES else ""
        yield f"Also written: {', '.join(others[:MOST_NAMES])}{rest}"
    yield count(person.statements, "statement") + _tell_span(person.first_day, person.last_day, locale)


def _describe_tally(tally: CountryTally, locale: str, *, whole: bool) -> Iterable[str]:
    held = f"{count(tally.statements, 'statement')} by {count(tally.speakers, 'speaker')}"
    yield f"{held} in {count(tally.sources, 'source')}{_tell_span(tally.first_day, tally.last_day, locale)}"
    acts = ", ".join(f"{act} {number}" for act, number in tally.acts[:MOST_LISTED])
    if acts:
        yield f"Acts: {acts}"
    addressees = [f"{name_parties([party], locale)} {number}" for party, number in tally.addressees[:MOST_LISTED]]
    if addressees:
        yield f"To: {', '.join(addressees)}"
    topics = ", ".join(f"{label} {number}" for _, label, number in tally.topics[:MOST_LISTED])
    if topics and whole:
        yield f"On: {topics}"


def _tell_span(first: date | None, last: date | None, locale: str) -> str:
    if first is None or last is None:
        return ""
    return f" · {describe_span(first, last, locale)}"


def _tell_published(day: str | None, locale: str) -> str:
    return f"published {describe_day(day, locale)}" if day else "day of publication not given"
