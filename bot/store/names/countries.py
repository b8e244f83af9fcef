"""The names of a country: codes, names in common languages, and what its record adds.

Names and codes are those of CLDR, through Babel. Demonyms, metonyms, abbreviations and former names, which no library
lists, come from the country's record in data/countries.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.core import get_global

from bot.corpus.countries import FORMER_STATES

if TYPE_CHECKING:
    from bot.corpus.model import Country

# The languages of the UN and of the press that desk officers read.
LANGUAGES = (
    "en", "fr", "es", "pt", "de", "it", "nl", "sv", "da", "nb", "fi", "pl", "cs", "hu", "ro", "el", "ru", "uk", "tr",
    "ar", "he", "fa", "hi", "id", "vi", "th", "zh_Hans", "zh_Hant", "ja", "ko",
)  # fmt: skip


def country_name(code: str, locale: str = "en") -> str:
    """Name of a country in the language of `locale` (CLDR's short name); the code itself where there is none.

    A former state has its English name in every language.
    """
    return _territories(locale).get(code) or FORMER_STATES.get(code) or code


def country_names(code: str, record: Country | None) -> list[tuple[str, str]]:
    """Pairs of name and usage, each name once, the English name first.

    usage is `name` for the English name alone, `code`, `abbreviation`, `demonym`, `metonym`, or `also` for everything
    else, the names in other languages included.
    """
    pairs = {(record.name if record else None) or country_name(code): "name"}
    for text, usage in _list_names(code, record):
        pairs.setdefault(text, usage)
    return list(pairs.items())


@cache
def _territories(locale: str) -> dict[str, str]:
    return dict(Locale.parse(locale).territories)


def _list_names(code: str, record: Country | None) -> Iterator[tuple[str, str]]:
    yield code, "code"
    yield from ((alpha3, "code") for alpha3 in _alpha3().get(code, ()))
    if record:
        yield from ((text, "abbreviation") for text in record.abbreviations)
        yield from ((text, "demonym") for text in record.demonyms)
        yield from ((text, "metonym") for text in record.metonyms)
        yield from ((text, "also") for text in record.also)
    yield from ((text, "also") for text in _spell_out(country_name(code)))
    for language in LANGUAGES:
        yield country_name(code, language), "also"


def _spell_out(name: str) -> Iterator[str]:
    """Give the longer ways of writing CLDR's short English names: `St.` as Saint, `&` as and."""
    long = re.sub(r"^St\.", "Saint", name).replace("&", "and")
    if long != name:
        yield long


@cache
def _alpha3() -> dict[str, tuple[str, ...]]:
    """Three-letter codes by two-letter code. Codes that were split among several countries are left out."""
    found: dict[str, tuple[str, ...]] = {}
    for alias, codes in sorted(get_global("territory_aliases").items()):
        if len(alias) == 3 and alias.isalpha() and len(codes) == 1:
            found[codes[0]] = (*found.get(codes[0], ()), alias)
    return found
