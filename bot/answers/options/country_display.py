"""How a country is shown: its name in the reader's language, and its flag."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError

from bot.store.names.countries import country_name

_A = 0x1F1E6


@lru_cache(maxsize=2048)
def name_of(code: str, locale: str = "en") -> str:
    """Name of a country in the language of `locale` ("en", "de_AT", "pt-BR"); in English where there is none."""
    try:
        return country_name(code, str(Locale.parse(locale.replace("-", "_"))))
    except (UnknownLocaleError, ValueError):
        return country_name(code)


@lru_cache(maxsize=512)
def flag_of(code: str) -> str:
    """Flag of a country as its two regional indicators, such as 🇰🇷 for KR; empty where `code` is not two letters."""
    if len(code) != 2 or not (code.isascii() and code.isalpha()):
        return ""
    return "".join(chr(_A + ord(letter) - ord("A")) for letter in code.upper())


def code_of_flag(text: str) -> str:
    """Code of the country whose flag this is; empty where the text is no flag."""
    letters = [ord(char) - _A for char in text.strip()]
    if len(letters) != 2 or not all(0 <= letter < 26 for letter in letters):
        return ""
    return "".join(chr(ord("A") + letter) for letter in letters)
