"""A question resolved: its options as a Filter for the store, and what each was understood as, for the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from rapidfuzz import process

from bot.answers.catalogue import COMMANDS, CommandSpec, OptionSpec
from bot.answers.display_names import name_of
from bot.answers.model import Choice, Question
from bot.answers.options.acts import resolve_act
from bot.answers.options.briefing_order import YES, resolve_ordering
from bot.answers.options.dates.parser import check_span, describe_day
from bot.answers.options.entities import (
    resolve_country,
    resolve_country_or_body,
    resolve_event,
    resolve_publisher,
    resolve_speaker,
    resolve_topic,
)
from bot.answers.options.errors import NotUnderstood, show
from bot.answers.options.event_days import find_since, find_until
from bot.answers.options.orders import resolve_between, resolve_order
from bot.answers.options.speakers import is_country, name_speaker, offer_institutions
from bot.store.filters import Filter
from bot.store.names.directory import Directory

# Commands whose `country` may be a body that is no country: then its own statements are meant.
_TAKE_BODIES = frozenset({"timeline", "who-said", "summary-by-country"})
FILTER_FIELDS: Mapping[str, Mapping[str, str]] = {
    "who-said": {"country": "side", "quoted-only": "quoted"},
    "timeline": {"country": "country", "other-country": "other", "quoted-only": "quoted"},
    "summary-by-country": {"country": "side", "quoted-only": "quoted"},
    "speaker": {"name": "speaker"},
    "briefing preview": {"country": "country", "other-country": "other"},
    "follow add": {"country": "country", "other-country": "other"},
}


@dataclass(frozen=True, slots=True)
class ResolvedQuestion:
    """A question understood: the question as tidied, the filter, and what each option was taken to mean.

    `values` holds every option given: ids and codes for what the store names, tidy text for the rest. `fields` names
    the part of the filter that each option sets; `choices` are what else an option could have meant.
    """

    question: Question
    filter: Filter
    values: Mapping[str, str]
    understood: tuple[tuple[str, str], ...]
    locale: str
    fields: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()

    def without(self, *options: str) -> Filter:
        """Give the filter as it would be with these options left out."""
        empty = {self.fields[option]: None for option in options if option in self.fields}
        return replace(self.filter, **empty)

    def find_begin(self, keys: Sequence[str]) -> int:
        """Find the place of the first item to show, among items with these keys, at most their number.

        Where a reload took away the item to go on after, the count of those shown is the next best.
        """
        after = self.question.after
        if after is None:
            return 0
        return keys.index(after) + 1 if after in keys else min(self.question.skipped, len(keys))


def resolve_question(question: Question, directory: Directory, locale: str) -> ResolvedQuestion:
    """Resolve every option of a question whose command is known.

    Raises NotUnderstood and Ambiguous, as the options do.
    """
    spec = COMMANDS[question.command]
    given = {name: value for name, value in question.options.items() if value}
    known = {option.name for option in spec.options}
    for name, text in given.items():
        if name not in known:
            raise _unknown_option(question.command, name, text)
    parts: dict[str, object] = {}
    fields: dict[str, str] = {}
    choices: tuple[Choice, ...] = ()
    days = _resolve_days(question, spec, directory)
    values: dict[str, str] = {}
    understood: list[tuple[str, str]] = []
    for option in spec.options:
        typed = given.get(option.name)
        if typed is None:
            if option.required:
                raise NotUnderstood(option.name, "", f"it is needed ({_lower_first(option.description)})", ())
            continue
        if len(typed) > option.max_length:
            reason = f"it may be at most {option.max_length} characters long; this has {len(typed):,}"
            raise NotUnderstood(option.name, f"{typed[:60]}…", reason, ())
        value, meaning = _resolve(option, typed, question, directory, locale, days)
        part = field_of(question.command, option.name)
        if option.kind == "speaker" and is_country(directory, str(value)):
            part = "side"
            choices += offer_institutions(directory, option.name, typed)
            if parts.get("side", value) != value:
                reason = (
                    f"{show(typed)} is {meaning}, and another option asks for {name_of(str(parts['side']), locale)}"
                )
                raise NotUnderstood(option.name, typed, reason)
        if option.kind == "country" and not is_country(directory, str(value)):
            part = "speaker"  # a body that is no country: what it says
        if option.kind == "yes-no" and part in Filter.__slots__:
            value = True if value == YES else None
        if part in Filter.__slots__:
            parts[part] = value
            fields[option.name] = part
        values[option.name] = str(value)
        if option.kind not in ("words", "statement", "command", "where", "followed", "file", "link", "question"):
            understood.append((option.name, meaning))
    _join_parts(parts, values)
    narrowed = Filter(**parts)  # type: ignore[arg-type]
    if narrowed.since and narrowed.until:
        check_span(narrowed.since, narrowed.until)
    return ResolvedQuestion(question, narrowed, values, tuple(understood), locale, fields, choices)


def _join_parts(parts: dict[str, object], values: Mapping[str, str]) -> None:
    """Set the parts of a filter that two options give together. Raises NotUnderstood where one of them is missing."""
    if parts.get("between"):
        if not (parts.get("country") and parts.get("other")):
            raise NotUnderstood(
                "between", values["between"], "it needs country and other-country, the two that it means"
            )
        parts["between"] = " ".join(sorted((str(parts.pop("country")), str(parts.pop("other")))))
    if parts.get("only"):
        if not parts.get("publisher"):
            raise NotUnderstood("only", values["only"], "it needs publisher, whose reports it means")
        parts["only"] = parts.pop("publisher")


def field_of(command: str, option: str) -> str:
    """Give the part of the filter that an option of a command sets."""
    return FILTER_FIELDS.get(command, {}).get(option, option)


def _resolve(  # noqa: PLR0917 -- all of a question
    option: OptionSpec, text: str, question: Question, directory: Directory, locale: str, days: Mapping[str, date]
) -> tuple[object, str]:
    match option.kind:
        case "country":
            takes_body = option.name == "country" and question.command in _TAKE_BODIES
            takes_body = takes_body and not question.options.get("speaker")
            code = (resolve_country_or_body if takes_body else resolve_country)(directory, option.name, text)
            return code, name_of(code, locale) if is_country(directory, code) else name_speaker(directory, code, locale)
        case "speaker":
            speaker = resolve_speaker(directory, option.name, text, (days.get("since"), days.get("until")))
            return speaker, name_speaker(directory, speaker, locale)
        case "topic":
            topic = resolve_topic(directory, option.name, text)
            return topic, directory.label("topic", topic)
        case "event":
            event = resolve_event(directory, option.name, text)
            return event, directory.label("event", event)
        case "publisher":
            publisher = resolve_publisher(directory, option.name, text)
            known = directory.by_ref(("publisher", "organisation"), publisher)
            return publisher, known.text if known else publisher
        case "day-since" | "day-until":
            day = days[option.name]
            return day, describe_day(day.isoformat(), locale)
        case "party":
            try:
                party = resolve_country(directory, option.name, text)
            except NotUnderstood:
                party = resolve_speaker(directory, option.name, text, (days.get("since"), days.get("until")))
            is_state = is_country(directory, party)
            return party, name_of(party, locale) if is_state else name_speaker(directory, party, locale)
        case "act":
            return resolve_act(option.name, text)
        case "between":
            return resolve_between(option.name, text)
        case "order":
            order = resolve_order(option.name, text)
            return order, f"{order} first"
        case "words" | "statement" | "command" | "where" | "followed" | "file" | "link" | "question":
            return text, text
        case _:
            return resolve_ordering(option.kind, option.name, text, directory, locale)


def _resolve_days(question: Question, spec: CommandSpec, directory: Directory) -> dict[str, date]:
    """The days asked for, by option: read once, before the other options, for they say who held an office."""
    days: dict[str, date] = {}
    for option in spec.options:
        text = question.options.get(option.name)
        if text and option.kind in ("day-since", "day-until") and len(text) <= option.max_length:
            find = find_since if option.kind == "day-since" else find_until
            days[option.name] = find(directory, option.name, text, question.asked_on)
    return days


def _unknown_option(command: str, name: str, value: str) -> NotUnderstood:
    names = [option.name for option in COMMANDS[command].options]
    if not names:
        return NotUnderstood(name, value, f"/{command} takes no options", ())
    reason = f"/{command} has no such option; it has {', '.join(names)}"
    return NotUnderstood(name or "option", value, reason, tuple(Choice(n, n, value) for n in _nearest(name, names)))


def _nearest(name: str, names: list[str]) -> list[str]:
    return [found for found, _, _ in process.extract(name, names, limit=2, score_cutoff=60)]


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
