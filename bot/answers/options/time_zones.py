"""A time zone by place: a city, a country, or the name that IANA gives it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale, UnknownLocaleError
from babel.dates import get_timezone_location
from rapidfuzz import process

from bot.answers.model import Choice
from bot.answers.options.country_display import name_of
from bot.answers.options.errors import Ambiguous, NotUnderstood, refuse_too_long, show
from bot.answers.options.suggestion import LONGEST_VALUE, MOST_SUGGESTIONS, Suggestion, fit_name
from bot.store.analysis.folding import fold

_NEAR_ENOUGH = 75
_USUAL = ("UTC", "Europe/London", "Europe/Vienna", "Europe/Kyiv", "Asia/Seoul", "Asia/Tokyo", "America/New_York")


@dataclass(frozen=True, slots=True)
class _TimeZoneEntry:
    zone: str
    city: str
    country: str


def resolve_zone(option: str, text: str, locale: str = "en") -> str:
    """The IANA name of the zone that a text means. Raises NotUnderstood and Ambiguous."""
    refuse_too_long(option, text)
    exact = {zone.casefold(): zone for zone in _all_zones()}.get(text.strip().replace(" ", "_").casefold())
    if exact:
        return exact
    found = _find_exactly(fold(text), locale) if fold(text) else []
    if len(found) == 1:
        return found[0].zone
    if found:
        raise Ambiguous(option, text, _offer(option, found[:MOST_SUGGESTIONS]))
    near = _find(text, locale)[:5]
    reason = f"I know no time zone called {show(text)}; name a city, or write it as Europe/Vienna"
    raise NotUnderstood(option, text, reason, _offer(option, near))


def suggest_zone(typed: str, now: datetime, locale: str = "en", usual: str = "UTC") -> list[Suggestion]:
    """Offer zones by place with the clock time there at `now` (aware); the `usual` one first where nothing is typed."""
    typed = typed[:LONGEST_VALUE].strip()
    places = _find(typed, locale) if fold(typed) else [_name(zone, locale) for zone in dict.fromkeys((usual, *_USUAL))]
    suggestions = []
    for place in places[:MOST_SUGGESTIONS]:
        there = now.astimezone(ZoneInfo(place.zone))
        name = f"{_show_place(place)}: {place.zone}, now {there:%H:%M}"
        suggestions.append(Suggestion(fit_name(name), place.zone))
    return suggestions


def _find_exactly(folded: str, locale: str) -> list[_TimeZoneEntry]:
    places = _places(locale)
    cities = [place for place in places if folded in (fold(place.city), _last_part(place.zone))]
    countries = [place for place in places if folded in (fold(place.country), fold(_english_country(place.zone)))]
    return cities or countries or [_name(zone, locale) for zone in _former().get(folded, ())]


def _find(typed: str, locale: str) -> list[_TimeZoneEntry]:
    folded = fold(typed)
    found: dict[str, _TimeZoneEntry] = {place.zone: place for place in _find_exactly(folded, locale)}
    names = _names(locale)
    for starts in (True, False):
        for name, place in names:
            if name.startswith(folded) if starts else f" {folded}" in name:
                found.setdefault(place.zone, place)
    if len(found) < MOST_SUGGESTIONS:
        near = process.extract(folded, [name for name, _ in names], limit=MOST_SUGGESTIONS, score_cutoff=_NEAR_ENOUGH)
        for _, _, index in near:
            found.setdefault(names[index][1].zone, names[index][1])
    return list(found.values())


def _offer(option: str, places: list[_TimeZoneEntry]) -> tuple[Choice, ...]:
    return tuple(Choice(f"{_show_place(place)} ({place.zone})", option, place.zone) for place in places)


def _show_place(place: _TimeZoneEntry) -> str:
    return f"{place.city}, {place.country}" if place.country and place.country != place.city else place.city


@lru_cache(maxsize=8)
def _names(locale: str) -> list[tuple[str, _TimeZoneEntry]]:
    named = []
    for place in _places(locale):
        texts = (place.city, place.country, _english_country(place.zone), place.zone, _last_part(place.zone))
        named += [(name, place) for name in dict.fromkeys(map(fold, texts)) if name]
    return named + [(name, _name(zone, locale)) for name, zones in _former().items() for zone in zones]


@lru_cache(maxsize=8)
def _places(locale: str) -> tuple[_TimeZoneEntry, ...]:
    """All zones with a place, and UTC, named in a language; a third of a second at the first call for each."""
    return tuple(_name(zone, locale) for zone in ("UTC", *_countries()))


@lru_cache(maxsize=4096)
def _name(zone: str, locale: str) -> _TimeZoneEntry:
    if zone not in _countries():
        return _TimeZoneEntry(zone, zone.rpartition("/")[2].replace("_", " "), "")
    try:
        known = Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        known = Locale("en")
    # Some places are called by their path: "Argentina/Cordoba".
    city = get_timezone_location(zone, locale=known, return_city=True).rpartition("/")[2]
    return _TimeZoneEntry(zone, city, name_of(_countries()[zone], locale))


def _english_country(zone: str) -> str:
    code = _countries().get(zone)
    return name_of(code) if code else ""


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """The country code of each zone that has one, in the order of the codes."""
    return {zone: code for code, zone in _read_table() if zone in _all_zones()}


def _read_table() -> Iterator[tuple[str, str]]:
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            code, _, zone, *_ = line.split("\t")
            yield code, zone


@lru_cache(maxsize=1)
def _all_zones() -> frozenset[str]:
    return frozenset(zone for zone in available_timezones() if len(zone) <= LONGEST_VALUE)


@lru_cache(maxsize=1)
def _former() -> dict[str, tuple[str, ...]]:
    """Zones under names that IANA keeps for old times' sake, by the last part: Kiev, Calcutta."""
    found: dict[str, tuple[str, ...]] = {}
    for zone in sorted(_all_zones() - _countries().keys()):
        if "/" in zone and not zone.startswith("Etc/"):
            found[_last_part(zone)] = (*found.get(_last_part(zone), ()), zone)
    return found


def _last_part(zone: str) -> str:
    return fold(zone.rpartition("/")[2].replace("_", " "))
