"""What a briefing is about: countries, pairs of them, topics, speakers, events; read from text and written back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from rapidfuzz import process

from bot.answers.display_names import name_of
from bot.answers.model import Choice
from bot.answers.options.entities import resolve_country, resolve_event, resolve_speaker, resolve_topic
from bot.answers.options.errors import Ambiguous, NotUnderstood, show
from bot.answers.options.speakers import name_speaker
from bot.store.names.directory import Directory

OPTION = "scope"
_PARTS = re.compile(r"\s*(?P<name>[a-z]+)\s*:\s*(?P<values>[^;]*?)\s*", re.IGNORECASE)
_VALUE = re.compile(r"[^,\s](?:[^,]*[^,\s])?")
_QUOTED = re.compile(r"[\"“„«](?P<text>[^\"“”„«»]*)[\"”“»]")
_LONGEST = 2_000
_ALL = ("", "everything", "all")


@dataclass(frozen=True, slots=True)
class Scope:
    """What narrows a briefing: codes and ids. Empty is everything.

    A statement is in it where any one part matches: a country, that it has to do with it in any way (spoken for,
    addressed, spoken about); a pair, that it has to do with both; an institution as speaker covers its officials, a
    country's code everybody who speaks for it; an event covers the events that are part of it.
    """

    countries: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    topics: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    events: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    @property
    def alternatives(self) -> list[list[tuple[str, str]]]:
        """The scope as the store takes it: timelines, on all of any one list of which a statement stands."""
        return [
            *([("country", code)] for code in self.countries),
            *([("country", one), ("country", other)] for one, other in self.pairs),
            *([("topic", ref)] for ref in self.topics),
            *([("side" if _is_code(ref) else "speaker", ref)] for ref in self.speakers),
            *([("event", ref)] for ref in self.events),
        ]


EVERYTHING = Scope()
LABEL_OF_EVERYTHING = "Everything"


def _is_code(ref: str) -> bool:
    """Whether a speaker is everybody who speaks for a country, by its code; ids of people have no capitals."""
    return ref.isupper()


def parse_scope(directory: Directory, text: str) -> Scope:
    """Read "countries: KR, Russia; pairs: Seoul-Moscow; topics: …; speakers: …; events: …", in any order.

    Names are understood as in every option; quotation marks around the whole mean nothing. An empty text, or
    "everything", is an empty scope. Raises NotUnderstood and Ambiguous with the option "scope"; their choices hold the
    whole scope with the value in place.
    """
    text = _unquote(text)
    if text.casefold() in _ALL:
        return EVERYTHING
    if len(text) > _LONGEST:
        raise NotUnderstood(OPTION, text, f"it may be at most {_LONGEST:,} characters long; this has {len(text):,}")
    found: dict[str, dict[Any, None]] = {}
    for part in re.finditer(r"[^;]+", text):
        if not part[0].strip():
            continue
        match = _PARTS.fullmatch(text, part.start(), part.end())
        if match is None:
            raise NotUnderstood(OPTION, text, f"{show(part[0])} has no name before it, such as countries: or topics:")
        name = _name_part(match["name"], text)
        for value in _VALUE.finditer(text, match.start("values"), match.end("values")):
            found.setdefault(name, {})[_read_value(directory, name, value)] = None
    return Scope(**{name: tuple(values) for name, values in found.items()})


def _unquote(text: str) -> str:
    quoted = _QUOTED.fullmatch(text.strip())
    return quoted["text"] if quoted else text.strip()


def scope_text(scope: Scope) -> str:
    """Write a scope in codes and ids, so that read_scope and parse_scope read it back; empty for everything."""
    parts = {field.name: getattr(scope, field.name) for field in fields(scope)}
    parts["pairs"] = tuple("-".join(pair) for pair in scope.pairs)
    return "; ".join(f"{name}: {', '.join(values)}" for name, values in parts.items() if values)


def read_scope(text: str) -> Scope:
    """Read what scope_text wrote, without looking anything up; what the store no longer knows matches nothing."""
    found: dict[str, list[Any]] = {}
    for part in filter(str.strip, text.split(";")):
        name, _, values = part.partition(":")
        found[name.strip()] = [value.strip() for value in values.split(",")]
    found["pairs"] = [(one, other) for one, _, other in (pair.partition("-") for pair in found.get("pairs", ()))]
    return Scope(**{field.name: tuple(found.get(field.name, ())) for field in fields(Scope)})


def describe_scopes(scopes: Iterable[str], directory: Directory, locale: str = "en") -> dict[str, str]:
    """Name what scopes cover, as scope_text wrote them."""
    return {scope: describe_scope(read_scope(scope), directory, locale) for scope in scopes}


def describe_scope(scope: Scope, directory: Directory, locale: str = "en") -> str:
    """Name what a scope covers, for a reader: "South Korea; South Korea with Russia; Arms for Ukraine"."""
    named = [
        *(name_of(code, locale) for code in scope.countries),
        *(f"{name_of(one, locale)} with {name_of(other, locale)}" for one, other in scope.pairs),
        *(directory.label("topic", ref) for ref in scope.topics),
        *(name_speaker(directory, ref, locale) for ref in scope.speakers),
        *(directory.label("event", ref) for ref in scope.events),
    ]
    return "; ".join(named) or LABEL_OF_EVERYTHING


def scope_to_json(scope: Scope) -> dict[str, Any]:
    """Write a scope as plain JSON values."""
    written: dict[str, Any] = {field.name: list(getattr(scope, field.name)) for field in fields(scope)}
    written["pairs"] = [list(pair) for pair in scope.pairs]
    return written


def _name_part(name: str, text: str) -> str:
    names = [field.name for field in fields(Scope)]
    singular = {"country": "countries"} | {one.removesuffix("s"): one for one in names}
    name = name.casefold()
    known = singular.get(name, name)
    if known not in names:
        nearest = process.extractOne(name, names, score_cutoff=60)
        ask = f" Did you mean {nearest[0]}:?" if nearest else ""
        raise NotUnderstood(OPTION, text, f"{show(name)} is none of {', '.join(names)}.{ask}".removesuffix("."))
    return known


def _read_value(directory: Directory, name: str, place: re.Match[str]) -> object:
    value, text = place[0], place.string
    try:
        match name:
            case "countries":
                return resolve_country(directory, OPTION, value)
            case "topics":
                return resolve_topic(directory, OPTION, value)
            case "speakers":
                return resolve_speaker(directory, OPTION, value)
            case "events":
                return resolve_event(directory, OPTION, value)
            case _:
                return _read_pair(directory, value)
    except NotUnderstood as error:
        raise NotUnderstood(OPTION, text, error.reason, _put_in_place(error.nearest, place)) from error
    except Ambiguous as error:
        raise Ambiguous(OPTION, error.text, _put_in_place(error.candidates, place)) from error


def _put_in_place(choices: tuple[Choice, ...], place: re.Match[str]) -> tuple[Choice, ...]:
    """The whole scope with each choice where the value stands: the same name elsewhere in it is another value."""
    return _complete(choices, place.string[: place.start()], place.string[place.end() :])


def _read_pair(directory: Directory, value: str) -> tuple[str, str]:
    """Read "KR-RU"; names may hold a hyphen themselves, so that every one of them may be where the pair parts."""
    error: NotUnderstood | Ambiguous | None = None
    for hyphen in re.finditer(r"\s*[-–/&]\s*", value):
        one, other = value[: hyphen.start()], value[hyphen.end() :]
        try:
            pair = _read_side(directory, one, ("", f"-{other}")), _read_side(directory, other, (f"{one}-", ""))
        except (NotUnderstood, Ambiguous) as refused:
            error = error or refused
            continue
        if pair[0] == pair[1]:
            raise NotUnderstood(OPTION, value, f"{show(value)} names one country twice")
        return pair
    raise error or NotUnderstood(OPTION, value, f"{show(value)} is no pair of countries, such as KR-RU")


def _read_side(directory: Directory, name: str, around: tuple[str, str]) -> str:
    """Read one country of a pair; what else it could be is offered as the pair that it would make."""
    try:
        return resolve_country(directory, OPTION, name)
    except NotUnderstood as error:
        raise NotUnderstood(OPTION, name, error.reason, _complete(error.nearest, *around)) from error
    except Ambiguous as error:
        raise Ambiguous(OPTION, name, _complete(error.candidates, *around)) from error


def _complete(choices: tuple[Choice, ...], before: str, after: str) -> tuple[Choice, ...]:
    return tuple(Choice(choice.label, OPTION, f"{before}{choice.value}{after}") for choice in choices)
