"""Bylines: which lines are one, and the names in it."""

from __future__ import annotations

import re

from bot.ingest.documents.structure.agencies import PATTERN
from bot.ingest.documents.structure.dates import find_days
from bot.ingest.documents.structure.line_rules import strip_stamp
from bot.ingest.documents.structure.units import Unit

_MAX_BYLINE = 160
_START = re.compile(
    r"^[\s•*·–—-]*(?:(?:written|reported|story) by|by|von|par|por|di|door|autor(?:in)?|author|автор|"
    r"от)\s*[:：]?\s+(?=\S)",
    re.IGNORECASE,
)
_DESK = re.compile(r"^\(?(?:additional )?(?:reporting|editing|writing|compiled|translated) by\b", re.IGNORECASE)
_EMAIL = re.compile(r"[\[(<]?\s*[\w.+-]+@[\w-]+\.[\w.-]+\s*[\])>]?")
_ROLE = re.compile(
    r"^(?:(?:staff|senior|chief|special|foreign|diplomatic|political|associate|contributing|deputy|guest|intern|news|"
    r"national|defen[cs]e|security|managing|our|a|the)\s+)*(?:staff|reporters?|writers?|correspondents?|editors?|"
    r"contributors?|columnists?|journalists?|bureau(?: chief)?|desk|newsroom|author)(?:\s+(?:in|at|for)\s+.+)?$",
    re.IGNORECASE,
)
_AGENCY = re.compile(r"\b(?:agency|wire|agencies)$", re.IGNORECASE)
_PARTICLES = r"de|del|della|der|den|di|da|dos|du|van|von|al|bin|bint|ibn|el|la|le|ter|af|av|y|e"
# No digits, no lower-case words but particles: a sentence that begins with "By" fails here.
_NAME_WORD = r"(?:[^\W\d_a-zà-öø-ÿа-яё][\w.'’-]*)"
_NAME = re.compile(rf"^{_NAME_WORD}(?:\s+(?:(?:{_PARTICLES})\s+)*{_NAME_WORD}){{0,4}}$")
_SEPARATOR = re.compile(r"\s*(?:;|,|\band\b|&|\bund\b|\bet\b|\by\b|\bи\b|/|\|)\s*")
_KOREAN = re.compile(r"^([가-힣]{2,4})\s*(?:기자|특파원)\s*(?:[\w.+-]+@[\w.-]+)?$")


def find_byline(unit: Unit) -> tuple[str, ...] | None:
    """Return the names in a byline, as written; empty where it names only a desk or an agency; None for other lines."""
    text = unit.text
    if len(text) > _MAX_BYLINE or unit.is_quoting:
        return None
    korean = _KOREAN.match(text)
    if korean:
        return (korean[1],)
    if _DESK.match(text):
        return ()
    if PATTERN.fullmatch(text.strip(" .()[]—-")):
        return ()
    start = _START.match(text)
    email = _EMAIL.search(text)
    if not start and not email:
        return _read_name_and_day(text)
    # "By Jane Roe | Published 12 June 2031, 14:30"
    rest = strip_stamp(_EMAIL.sub(" ", text[start.end() if start else 0 :])).strip(" \t|,;:.•-–—")
    names = split_names(rest)
    # Without "by", an address must stand beside exactly one name of two words or more.
    if names is None or (not start and (len(names) != 1 or " " not in names[0])):
        return None
    return names


def _read_name_and_day(text: str) -> tuple[str, ...] | None:
    """Read "Jane Roe | 12 June 2031"."""
    names, mark, day = (part.strip() for part in text.partition("|"))
    if not mark or not find_days(day) or strip_stamp(day).strip(" ,;:.-–—"):
        return None
    found = split_names(names)
    return found if found and all(" " in name for name in found) else None


def split_names(written: str) -> tuple[str, ...] | None:
    """Split "Jane Roe, staff reporter; John Doe in Veldt" into its names; None where something else stands in it."""
    names = []
    for part in _SEPARATOR.split(written):
        # The place of writing: "John Doe in Veldt".
        part = re.sub(rf"\s+(?:in|at|from)\s+{_NAME_WORD}(?:\s+{_NAME_WORD})*$", "", part.strip(" ."))  # noqa: PLW2901
        part = part.removeprefix("with ")  # noqa: PLW2901
        if not part or _ROLE.match(part) or _AGENCY.search(part) or PATTERN.fullmatch(part):
            continue
        if not _NAME.match(part):
            return None
        names.append(part)
    return tuple(dict.fromkeys(names))
