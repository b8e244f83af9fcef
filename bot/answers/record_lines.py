"""People, countries and sources in lines of plain text: the name first, then what is held about them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.answers.lines import count, describe_conflict, name_parties
from bot.answers.options.country_names import flag_of, name_of
from bot.answers.options.days import describe_day, describe_span
from bot.store.model import CountryTally, PersonRecord, SourceRecord

LISTED = 6


def describe_person(person: PersonRecord, locale: str) -> Iterator[str]:
    """Tell who somebody is: name, roles with the time for which they are attested, other spellings."""
    yield f"{flag_of(person.country)} {person.party.name}" if person.country else person.party.name
    if person.detail:
        yield person.detail
    for title, organisation, country, attested in person.roles:
        parts = (title, organisation.name if organisation else "", name_of(country, locale) if country else "")
        yield f"{', '.join(part for part in parts if part)} (attested {describe_day(attested, locale)})"
    others = list(dict.fromkeys(text for text, _ in person.names if text != person.party.name))
    if others:
        yield f"Also written {', '.join(others)}"
    yield count(person.statements, "statement") + _describe_time(person.first_day, person.last_day, locale)


def describe_tally(tally: CountryTally, name: str, locale: str) -> Iterator[str]:
    """Tell what is held for a country: how much, by whom, from when to when, what it does, to whom, on what."""
    yield f"{flag_of(tally.code)} {name}"
    held = (count(tally.statements, "statement"), count(tally.speakers, "speaker"), count(tally.sources, "source"))
    yield ", ".join(held) + _describe_time(tally.first_day, tally.last_day, locale)
    if tally.acts:
        yield "Acts: " + ", ".join(f"{act} {number}" for act, number in tally.acts[:LISTED])
    if tally.addressees:
        yield "To: " + ", ".join(f"{name_parties([to], locale)} {n}" for to, n in tally.addressees[:LISTED])
    if tally.topics:
        yield "On: " + ", ".join(f"{label} {number}" for _, label, number in tally.topics[:LISTED])


def describe_publication(source: SourceRecord, locale: str) -> Iterator[str]:
    """Tell what a source is, when it came out and how that is known, what is held from it, and what is wrong in it."""
    yield source.title
    day = describe_day(source.published, locale) if source.published else "day of publication not given"
    yield f"{source.publisher or 'publisher not given'}, {day}"
    for label, text in (
        ("Publisher", source.publisher_how),
        ("Day as written", source.published_written),
        ("Day", source.published_how),
        ("By", ", ".join(source.authors)),
        ("Agency", source.agency.name if source.agency else None),
        ("At", source.url),
    ):
        if text:
            yield f"{label}: {text}"
    held = (count(source.reports, "report"), count(source.statements, "statement"))
    yield f"Held: {', '.join(held)}, {count(source.quotations, 'quotation')} · {source.file} · {source.id}"
    yield from source.notes
    yield from (f"! {describe_conflict(conflict)}" for conflict in source.conflicts)


def _describe_time(first: date | None, last: date | None, locale: str) -> str:
    return f", {describe_span(first, last, locale)}" if first and last else ""
