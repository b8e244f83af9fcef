"""How a country is shown: its name in the reader's language, and its flag."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError

from bot.corpus.countries import is_foreign_code, list_countries
from bot.store.names.countries import country_name
from bot.store.names.team_names import SERVED

PARTY_SIGN = "◆"
_FLAGS_OF_UNIONS = ("EU", "UN")
_A = 0x1F1E6


def name_of(code: str, locale: str = "en") -> str:
    """Name of a country or party: the team's, else the library's in the language of `locale` ("en", "de_AT", "pt-BR").

    In English where there is none in that language; a team's code that has no name is a name.
    """
    given = SERVED.by_code.get(code)
    return given.name if given and given.name else _name_in_library(code, locale)


@lru_cache(maxsize=2048)
def _name_in_library(code: str, locale: str) -> str:
    try:
        return country_name(code, str(Locale.parse(locale.replace("-", "_"))))
    except (UnknownLocaleError, ValueError):
        return country_name(code)


def flag_of(code: str) -> str:
    """Flag of a country as its two regional indicators, such as 🇰🇷 for KR; the sign that a team gives comes before it.

    PARTY_SIGN for a party without a flag; empty for what is no code.
    """
    given = SERVED.by_code.get(code)
    return given.sign if given and given.sign else _draw_flag(code)


@lru_cache(maxsize=512)
def _draw_flag(code: str) -> str:
    if not (code.isascii() and code.isalnum()) or is_foreign_code(code):
        return ""
    if len(code) != 2 or not code.isalpha():
        return PARTY_SIGN if len(code) > 1 and code.isupper() else ""
    if code.upper() not in list_countries() and code not in _FLAGS_OF_UNIONS:
        return PARTY_SIGN
    return "".join(chr(_A + ord(letter) - ord("A")) for letter in code.upper())


def code_of_flag(text: str) -> str:
    """Code of the country whose flag this is; empty where the text is no flag."""
    letters = [ord(char) - _A for char in text.strip()]
    if len(letters) != 2 or not all(0 <= letter < 26 for letter in letters):
        return ""
    return "".join(chr(ord("A") + letter) for letter in letters)
