"""Questions as one types them: `/who-said words: irreversible country: KR`, read and written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from rapidfuzz import fuzz

from bot.answers.catalogue import COMMANDS, CommandSpec
from bot.answers.model import Question

_LIKE_AN_OPTION = 75.0
_TURNS_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NAMED = re.compile(r"(?:^|(?<=\s))([A-Za-z][A-Za-z-]*):(?=\s|$|[^/\s])")


def read_typed(text: str, asked_on: date) -> Question:
    """Read one typed line. Whatever stands before the first named option belongs to the command's first option.

    Never fails: an unknown command or option is kept by its name, for the desk to answer what was not understood.
    """
    name, _, rest = tidy(text).removeprefix("/").partition(" ")
    command = name.strip().lower()
    spec = COMMANDS.get(command)
    if spec is None:
        return Question(command, {"": rest.strip()} if rest.strip() else {}, asked_on)
    options: dict[str, str] = {}
    option = spec.options[0].name if spec.options else ""
    begins = 0
    for match in _NAMED.finditer(rest):
        named = match[1].lower()
        if not (_is_option(spec, named) or not rest[: match.start()].strip()):
            continue
        _keep(options, option, rest[begins : match.start()])
        option, begins = named, match.end()
    _keep(options, option, rest[begins:], named=begins > 0)
    return Question(command, options, asked_on)


def write_typed(command: str, options: Mapping[str, str]) -> str:
    """Write a question as one would type it."""
    return " ".join([f"/{command}", *(f"{name}: {value}" for name, value in options.items() if value)])


def tidy(text: str) -> str:
    """Make typed text fit to be searched for and to be shown back.

    Lone surrogates, control characters and marks that turn the writing direction go; white space becomes single spaces.
    """
    kept = (
        " " if c.isspace() else c
        for c in text
        if c.isspace() or (unicodedata.category(c) not in ("Cc", "Cs") and c not in _TURNS_DIRECTION)
    )
    return " ".join("".join(kept).split())


def _keep(options: dict[str, str], option: str, value: str, *, named: bool = True) -> None:
    if value.strip() or (named and option not in options):
        options[option] = value.strip()


def _is_option(spec: CommandSpec, name: str) -> bool:
    return any(fuzz.ratio(name, option.name) >= _LIKE_AN_OPTION for option in spec.options)
