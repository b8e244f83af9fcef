"""The countries that a record can name by code: ISO 3166-1 alpha-2, from Babel's territories."""

from __future__ import annotations

from functools import cache

from babel import Locale

# Babel lists these two-letter codes too, and ISO 3166-1 assigns them to no country: groupings, parts of a country that
# are only reserved, outlying places, and test locales. XK stays: it is the code by which Kosovo is known everywhere.
_NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})


@cache
def list_countries() -> dict[str, str]:
    """English names by code, such as KR: South Korea."""
    territories: dict[str, str] = dict(Locale("en").territories)
    return {
        code: name
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    }
