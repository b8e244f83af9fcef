"""The countries that every record can name by code: ISO 3166-1 alpha-2, from Babel's territories, and former states."""

from __future__ import annotations

from functools import cache

from babel import Locale
from babel.core import get_global

# Babel lists these two-letter codes too, and ISO 3166-1 assigns them to no country: groupings, parts of a country that
# are only reserved, outlying places, and test locales. XK stays: it is the code by which Kosovo is known everywhere.
_NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})

# ISO 3166-3: states and territories whose names were withdrawn from ISO 3166-1.
FORMER_STATES = {
    "AIDJ": "French Afars and Issas", "ANHH": "Netherlands Antilles", "BQAQ": "British Antarctic Territory",
    "BUMM": "Burma", "BYAA": "Byelorussian SSR", "CSHH": "Czechoslovakia", "CSXX": "Serbia and Montenegro",
    "CTKI": "Canton and Enderbury Islands", "DDDE": "East Germany", "DYBJ": "Dahomey",
    "FQHH": "French Southern and Antarctic Territories", "FXFR": "Metropolitan France",
    "GEHH": "Gilbert and Ellice Islands", "HVBF": "Upper Volta", "JTUM": "Johnston Island", "MIUM": "Midway Islands",
    "NHVU": "New Hebrides", "NQAQ": "Dronning Maud Land", "NTHH": "Neutral Zone",
    "PCHH": "Trust Territory of the Pacific Islands", "PUUM": "US Miscellaneous Pacific Islands",
    "PZPA": "Panama Canal Zone", "RHZW": "Southern Rhodesia", "SKIN": "Sikkim", "SUHH": "Soviet Union",
    "TPTL": "East Timor", "VDVN": "North Vietnam", "WKUM": "Wake Island", "YDYE": "South Yemen", "YUCS": "Yugoslavia",
    "ZRCD": "Zaire",
}  # fmt: skip


def is_known_code(code: str) -> bool:
    """Whether a code stands for a country or a former state without an entry of its own."""
    return code in list_countries() or code in FORMER_STATES


def is_foreign_code(code: str) -> bool:
    """Whether a code is a country's in another list (ISO 3166-1 alpha-3), so that no other party can have it."""
    return len(code) == 3 and code.isalpha() and code in get_global("territory_aliases")


@cache
def list_countries() -> dict[str, str]:
    """English names by code, such as KR: South Korea."""
    territories: dict[str, str] = dict(Locale("en").territories)
    return {
        code: name
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    }
