"""A time zone by place: a city, a country, or the name that IANA gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale, UnknownLocaleError
from babel.dates import get_timezone_location
from rapidfuzz import process

from bot.answers.display_names import name_of
from bot.answers.model import Choice
from bot.answers.options.errors import Ambiguous, NotUnderstood, refuse_too_long, show
from bot.answers.options.suggestion import LONGEST_VALUE, MOST_SUGGESTIONS, Suggestion, fit_name
from bot.store.analysis.folding import fold
from bot.store.names.directory import Directory

_NEAR_ENOUGH = 75
_LEAST_LETTERS = 3  # a shorter text is an abbreviation, of which nothing spelt nearly so is meant
_MOST_PLACES = 10
_OFFSET = re.compile(r"(?P<name>UTC|GMT)?\s*(?:(?P<sign>[+\-−])\s*(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?)")
# Zones by the short names of their clocks. Of a name for one season alone, the place's clocks of all year are offered.
_ABBREVIATIONS = {
    "KST": ("Asia/Seoul",), "JST": ("Asia/Tokyo",), "MSK": ("Europe/Moscow",), "SGT": ("Asia/Singapore",),
    "HKT": ("Asia/Hong_Kong",), "PKT": ("Asia/Karachi",), "ICT": ("Asia/Bangkok",), "WIB": ("Asia/Jakarta",),
    "TRT": ("Europe/Istanbul",), "GST": ("Asia/Dubai",), "EAT": ("Africa/Nairobi",), "WAT": ("Africa/Lagos",),
    "SAST": ("Africa/Johannesburg",), "BRT": ("America/Sao_Paulo",), "ART": ("America/Argentina/Buenos_Aires",),
    "EST": ("America/New_York",), "EDT": ("America/New_York",), "ET": ("America/New_York",),
    "CDT": ("America/Chicago",), "CT": ("America/Chicago",), "CST": ("America/Chicago", "Asia/Shanghai"),
    "MST": ("America/Denver", "America/Phoenix"), "MDT": ("America/Denver",), "MT": ("America/Denver",),
    "PST": ("America/Los_Angeles",), "PDT": ("America/Los_Angeles",), "PT": ("America/Los_Angeles",),
    "HST": ("Pacific/Honolulu",), "IST": ("Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"),
    "BST": ("Europe/London", "Asia/Dhaka"), "WET": ("Europe/Lisbon",), "WEST": ("Europe/Lisbon",),
    **dict.fromkeys(("CET", "CEST", "MEZ", "MESZ", "MET"), (
        "Europe/Berlin", "Europe/Brussels", "Europe/Madrid", "Europe/Paris", "Europe/Rome", "Europe/Vienna",
        "Europe/Warsaw", "Europe/Zurich",
    )),
    **dict.fromkeys(("EET", "EEST"), ("Europe/Athens", "Europe/Bucharest", "Europe/Helsinki", "Europe/Kyiv")),
    "AEST": ("Australia/Sydney", "Australia/Brisbane"), "AEDT": ("Australia/Sydney",),
    "NZST": ("Pacific/Auckland",), "NZDT": ("Pacific/Auckland",),
}  # fmt: skip
_FIXED = {"EST": -5, "EDT": -4, "CDT": -5, "MDT": -6, "PST": -8, "PDT": -7, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3}
# Of countries with several zones, the one of the capital; and where IANA has no zone for a country.
_CAPITALS = {
    "US": "America/New_York", "CA": "America/Toronto", "RU": "Europe/Moscow", "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo", "CN": "Asia/Shanghai", "MX": "America/Mexico_City", "KZ": "Asia/Almaty",
    "ID": "Asia/Jakarta", "MN": "Asia/Ulaanbaatar", "CL": "America/Santiago", "ES": "Europe/Madrid",
    "PT": "Europe/Lisbon", "NZ": "Pacific/Auckland", "UA": "Europe/Kyiv", "AR": "America/Argentina/Buenos_Aires",
    "CD": "Africa/Kinshasa", "DE": "Europe/Berlin", "EC": "America/Guayaquil", "MY": "Asia/Kuala_Lumpur",
    "UZ": "Asia/Tashkent", "CY": "Asia/Nicosia", "VN": "Asia/Ho_Chi_Minh", "XK": "Europe/Belgrade",
    "PS": "Asia/Hebron", "GL": "America/Nuuk", "FM": "Pacific/Pohnpei", "KI": "Pacific/Tarawa",
    "MH": "Pacific/Majuro", "PF": "Pacific/Tahiti", "PG": "Pacific/Port_Moresby", "AQ": "Antarctica/McMurdo",
    "UM": "Pacific/Wake",
}  # fmt: skip
# Seats of organisations and large cities that name no zone.
_CITIES = {
    "geneva": "Europe/Zurich", "the hague": "Europe/Amsterdam", "strasbourg": "Europe/Paris", "lyon": "Europe/Paris",
    "frankfurt": "Europe/Berlin", "munich": "Europe/Berlin", "hamburg": "Europe/Berlin", "bonn": "Europe/Berlin",
    "milan": "Europe/Rome", "barcelona": "Europe/Madrid", "st petersburg": "Europe/Moscow",
    "edinburgh": "Europe/London",
    "busan": "Asia/Seoul", "osaka": "Asia/Tokyo", "guangzhou": "Asia/Shanghai", "shenzhen": "Asia/Shanghai",
    "mumbai": "Asia/Kolkata", "tel aviv": "Asia/Jerusalem", "jeddah": "Asia/Riyadh", "boston": "America/New_York",
    "miami": "America/New_York", "atlanta": "America/New_York", "houston": "America/Chicago",
    "dallas": "America/Chicago", "seattle": "America/Los_Angeles", "san francisco": "America/Los_Angeles",
    "montreal": "America/Toronto", "rio de janeiro": "America/Sao_Paulo", "cape town": "Africa/Johannesburg",
}  # fmt: skip
_USUAL = ("UTC", "Europe/London", "Europe/Vienna", "Europe/Kyiv", "Asia/Seoul", "Asia/Tokyo", "America/New_York")


@dataclass(frozen=True, slots=True)
class _TimeZoneEntry:
    zone: str
    city: str
    country: str


def resolve_zone(option: str, text: str, locale: str = "en", directory: Directory | None = None) -> str:
    """The IANA name of the zone that a text means; `directory` knows capitals and countries by all their names.

    Raises NotUnderstood, and Ambiguous for a fixed offset too: whoever types one mostly means the clocks of a place.
    """
    refuse_too_long(option, text)
    if zone := _read_short(option, text, locale):
        return zone
    exact = {zone.casefold(): zone for zone in _all_zones()}.get(text.strip().replace(" ", "_").casefold())
    if exact:
        return exact
    if fold(text) in _CITIES:
        return _CITIES[fold(text)]
    found = _find_cities(fold(text), locale) or [*_find_former(fold(text), locale)] if fold(text) else []
    if not found and (zone := _read_country(option, text, locale, directory)):
        return zone
    found = found or (_find_exactly(fold(text), locale) if fold(text) else [])
    if len(found) == 1:
        return found[0].zone
    if found:
        raise Ambiguous(option, text, _offer(option, found[:MOST_SUGGESTIONS]))
    near = _find(text, locale)[:5] if len(fold(text)) > _LEAST_LETTERS else []
    reason = f"I know no time zone called {show(text)}; name a city, or write it as Europe/Vienna"
    raise NotUnderstood(option, text, reason, _offer(option, near))


def _read_short(option: str, text: str, locale: str) -> str | None:
    """Read an abbreviation or an offset; None where the text is neither. Raises Ambiguous."""
    short = text.strip().upper()
    offset = _OFFSET.fullmatch(short)
    if offset and (offset["name"] or offset["sign"]):
        minutes = int(offset["hours"] or 0) * 60 + int(offset["minutes"] or 0)
        if not minutes:
            return "UTC"
        return _ask_for_place(option, text, locale, -minutes if offset["sign"] in "-−" else minutes)
    zones = _ABBREVIATIONS.get(short, ())
    if len(zones) == 1 and (len(short) == 2 or not _changes(zones[0])):
        return zones[0]
    if not zones:
        return None
    fixed = _FIXED.get(short)
    offered = _offer(option, [_name(zone, locale) for zone in zones])
    more = () if fixed is None else (Choice(f"UTC{fixed:+d} all year", option, f"Etc/GMT{-fixed:+d}"),)
    raise Ambiguous(option, text, (*offered, *more))


def _ask_for_place(option: str, text: str, locale: str, minutes: int) -> str:
    """Ask whose clocks are meant by an offset: of places where it holds all year, then of others where it holds now."""
    wanted = timedelta(minutes=minutes)
    now = datetime.now(UTC)
    places = [zone for zone in (*_USUAL, *_countries()) if not zone.startswith("Antarctica")]
    there = [zone for zone in places if now.astimezone(ZoneInfo(zone)).utcoffset() == wanted]
    steady = [zone for zone in dict.fromkeys(there) if not _changes(zone)]
    others = [zone for zone in dict.fromkeys(there) if _changes(zone)]
    offered = _offer(option, [_name(zone, locale) for zone in (*steady, *others)[:_MOST_PLACES]])
    hours, rest = divmod(minutes, 60)
    fixed = f"Etc/GMT{-hours:+d}"
    more = (Choice(f"UTC{hours:+d} all year", option, fixed),) if not rest and fixed in _all_zones() else ()
    if not offered and not more:
        raise NotUnderstood(option, text, f"no place has the offset {show(text)}; name a city, such as Vienna")
    raise Ambiguous(option, text, (*offered, *more))


def _read_country(option: str, text: str, locale: str, directory: Directory | None) -> str | None:
    """Read a capital, or a country of one zone, by any of its names; None where it is neither. Raises Ambiguous."""
    found = directory.exact("country", text) if directory else []
    if len(found) != 1:
        return None
    code = found[0].ref
    zones = [zone for zone, country in _countries().items() if country == code]
    capital = _CAPITALS.get(code, zones[0] if zones else "")
    if not capital:
        return None
    if found[0].usage == "metonym" or len(zones) < 2:
        return capital
    # One place for each kind of clocks: nobody looks for Indiana's among ten that are New York's as well.
    clocks: dict[tuple[timedelta | None, ...], str] = {_list_offsets(capital): capital}
    for zone in sorted(zones, key=lambda one: one.count("/")):
        clocks.setdefault(_list_offsets(zone), zone)
    raise Ambiguous(option, text, _offer(option, [_name(zone, locale) for zone in clocks.values()][:_MOST_PLACES]))


def _changes(zone: str) -> bool:
    """Whether the clocks of a zone are set twice a year."""
    return len(set(_list_offsets(zone))) > 1


def _list_offsets(zone: str) -> tuple[timedelta | None, ...]:
    """The offsets from UTC in January and in July of this year."""
    year = datetime.now(UTC).year
    return tuple(datetime(year, month, 1, tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset() for month in (1, 7))


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
    cities = _find_cities(folded, locale)
    countries = [place for place in places if folded in (fold(place.country), fold(_english_country(place.zone)))]
    return cities or countries or _find_former(folded, locale)


def _find_cities(folded: str, locale: str) -> list[_TimeZoneEntry]:
    return [place for place in _places(locale) if folded in (fold(place.city), _last_part(place.zone))]


def _find_former(folded: str, locale: str) -> list[_TimeZoneEntry]:
    return [_name(zone, locale) for zone in _former().get(folded, ())]


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
