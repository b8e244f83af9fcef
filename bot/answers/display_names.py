"""How countries, parties and speakers are named: in the reader's language, with a flag, several in a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.lists import format_list

from bot.corpus.countries import is_foreign_code, list_countries
from bot.store.names.countries import country_name
from bot.store.names.team_names import SERVED
from bot.store.records import Party, Speaker

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


def join_names(names: Iterable[str], locale: str) -> str:
    """Join names, the last one by the language's "and"; empty for none."""
    return format_list(list(names), locale=find_locale(locale))


def name_parties(parties: Sequence[Party], locale: str) -> str:
    """Name several parties in a row: "Russia, North Korea and Lim Soo-suk"."""
    names = [name_of(party.id, locale) if party.kind == "country" else party.name for party in parties]
    return names[0] if len(names) == 1 else join_names(names, locale)


def name_within(party: Party) -> str:
    """Name a party within a sentence: "the Foreign Ministry of Russia", "Yonhap"."""
    return f"the {party.name}" if party.kind == "organisation" and " of " in party.name else party.name


def describe_speaker(speaker: Speaker) -> str:
    """Name a speaker with the flag of the side: "🇰🇷 Lim Soo-suk"."""
    flag = f"{flag_of(speaker.side)} " if speaker.side else ""
    return f"{flag}{speaker.party.name}"


def describe_role(speaker: Speaker, locale: str) -> str:
    """Give the role and the country spoken for: "Foreign Ministry spokeswoman, Russia".

    The institution is left out, for titles name it; /speaker shows it.
    """
    return describe_post(speaker.party.name, speaker.role, None, speaker.side, locale)


def describe_post(name: str, role: str | None, organisation: Party | None, country: str | None, locale: str) -> str:
    """Give the post of whoever is called `name`; an institution or a country that is named already is left out."""
    institution = organisation.name if organisation and organisation.name != name else ""
    side = name_of(country, locale) if country else ""
    if country and name_of(country, "en") in (institution or name):
        side = ""  # names of institutions are English in every language
    return ", ".join(part for part in (role, institution, side) if part)


@lru_cache(maxsize=64)
def find_locale(locale: str) -> Locale:
    """Give Babel's locale. Plain English puts the day first, as cables do; an unknown language reads as English."""
    try:
        return Locale.parse("en_GB" if locale == "en" else locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")
