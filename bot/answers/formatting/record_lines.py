"""People, countries and sources in lines of plain text, the same for every renderer: the name first, then the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.answers.display_names import describe_post, flag_of, name_parties
from bot.answers.formatting.statement_lines import count, tell_conflicts
from bot.answers.options.dates.parser import describe_day, describe_span
from bot.corpus.act_kinds import name_act
from bot.store.records import CountryTally, PersonRecord, SourceRecord

MOST_LISTED = 5
MOST_NAMES = 15
MOST_ROLES = 10


def describe_person(person: PersonRecord, locale: str) -> Iterator[str]:
    """Say who somebody is: name, roles with the time for which they are attested, other spellings, what is held."""
    yield f"{flag_of(person.country)} {person.party.name}" if person.country else person.party.name
    if person.detail:
        yield person.detail
    for title, organisation, country, attested in person.roles[:MOST_ROLES]:
        post = describe_post(person.party.name, title, organisation, country, locale)
        yield f"{post} (attested {describe_day(attested, locale)})"
    if len(person.roles) > MOST_ROLES:
        yield f"and {count(len(person.roles) - MOST_ROLES, 'more role')}"
    others = list(dict.fromkeys(text for text, _ in person.names if text != person.party.name))
    if others:
        rest = f" and {len(others) - MOST_NAMES} more" if len(others) > MOST_NAMES else ""
        yield f"Also written: {', '.join(others[:MOST_NAMES])}{rest}"
    total = count(person.statements, "statement") + _describe_time(person.first_day, person.last_day, locale)
    yield f"{total}; addressed in {person.addressed:,} more" if person.addressed else total


def describe_tally(tally: CountryTally, name: str, locale: str, *, full: bool = True) -> Iterator[str]:
    """Say what is held for a country: how much, by whom, from when to when, what it does, to whom.

    `full` adds the topics, which a line of a list has no room for.
    """
    yield f"{flag_of(tally.code)} {name}"
    total = f"{count(tally.statements, 'statement')} by {count(tally.speakers, 'speaker')}"
    yield f"{total} in {count(tally.sources, 'source')}{_describe_time(tally.first_day, tally.last_day, locale)}"
    if tally.acts:
        yield "Acts: " + ", ".join(f"{name_act(act, number)} {number}" for act, number in tally.acts[:MOST_LISTED])
    if tally.addressees:
        yield "To: " + ", ".join(f"{name_parties([to], locale)} {n}" for to, n in tally.addressees[:MOST_LISTED])
    if tally.topics and full:
        yield "On: " + ", ".join(f"{label} {number}" for _, label, number in tally.topics[:MOST_LISTED])


def describe_publication(source: SourceRecord, locale: str) -> Iterator[str]:
    """Say what a source is, when it came out and how that is known, what is held from it, and what is wrong in it."""
    yield source.title
    day = f"published {describe_day(source.published, locale)}" if source.published else "day of publication not given"
    yield f"{source.publisher or 'publisher not given'} · {day}"
    by = [*source.authors[:MOST_LISTED], *([source.agency.name] if source.agency else [])]
    for label, text in (
        ("Day as written", source.published_written),
        ("Published", source.published_how),
        ("Publisher", source.publisher_how),
        ("By", ", ".join(by)),
    ):
        if text:
            yield f"{label}: {text}"
    numbers = {"report": source.reports, "statement": source.statements, "quotation": source.quotations}
    totals = ", ".join(count(number, noun) for noun, number in numbers.items())
    yield f"Held: {totals} · {source.file} · {source.id}"
    yield from source.notes[:MOST_LISTED]
    yield from tell_conflicts(source.conflicts)


def _describe_time(first: date | None, last: date | None, locale: str) -> str:
    return f" · {describe_span(first, last, locale)}" if first and last else ""
