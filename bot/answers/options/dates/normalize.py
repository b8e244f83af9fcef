"""The text of a day made plain before it is read: figures, hyphens and spaces as everybody writes them."""

from __future__ import annotations

import re
import unicodedata

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_STOP_BEHIND_WORD = re.compile(r"(?<=[^\W\d_])\.(?!\.)|(?<=\w)[.!]+$|,")
_PREPOSITIONS = re.compile(r"(?:(?:on|in|since|from|until|till|during|by|as of|about|around|circa) )?(?:the )?")


def clean_day(text: str) -> str:
    """Plain figures and hyphens, single spaces, nothing that cannot be seen; letters as they are."""
    plain = unicodedata.normalize("NFKC", text)
    visible = "".join(_plain(c) for c in plain if unicodedata.category(c) not in {"Cf", "Cs"})
    return " ".join(_DASHES.sub("-", visible).split())


def tidy_day(text: str) -> str:
    """Clean text in lower case, without commas, full stops behind words, or a preposition or article in front."""
    plain = " ".join(_STOP_BEHIND_WORD.sub(" ", clean_day(text).casefold()).split())
    return _PREPOSITIONS.sub("", plain, count=1)


def _plain(char: str) -> str:
    return str(unicodedata.decimal(char)) if char.isdecimal() else char
