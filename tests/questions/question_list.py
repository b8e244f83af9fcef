"""The questions of questions.yaml as frozen records, and the ids of those that are not answered well yet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

import yaml

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[1]
AS_OF = date(2024, 6, 29)
SAYS = {"answers", "asks-back", "nothing-held", "not-understood"}

# Options of the commands, as docs/commands.md and the design name them: a value may hold colons of its own.
_OPTION = re.compile(
    r"(?:^|\s)(words|speaker|country|other-country|topic|event|since|until|about|name|id|publisher|order|question):\s"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question with what must and must not come; questions.yaml says what each field means."""

    id: str
    kind: str
    ask: str
    why: str
    as_of: date = AS_OF
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    first: str = ""
    order: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    understood: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    days: str = ""
    lenient: bool = False
    careless: bool = False

    @property
    def command(self) -> str:
        return self.ask.split(maxsplit=1)[0].removeprefix("/")

    @property
    def options(self) -> dict[str, str]:
        """Option values as typed, by option name. Raises ValueError where words stand before the first option."""
        typed = self.ask.partition(" ")[2]
        pieces = _OPTION.split(typed)
        if pieces[0].strip():
            raise ValueError(f"{self.id}: no option is named for {pieces[0]!r}")
        return {name: value.strip() for name, value in zip(pieces[1::2], pieces[2::2], strict=True)}

    @property
    def span(self) -> tuple[str, str]:
        """First and last day of `days`, as ISO 8601."""
        first, _, last = self.days.partition("/")
        return first, last


def _read(raw: Mapping[str, Any]) -> Asked:
    fields = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
    if isinstance(fields.get("says"), str):
        fields["says"] = (fields["says"],)
    return Asked(**cast(dict[str, Any], fields))


def read_questions() -> list[Asked]:
    return [_read(raw) for raw in yaml.safe_load((FOLDER / "questions.yaml").read_text(encoding="utf-8"))]


def read_not_yet() -> list[str]:
    """Ids in not_yet.txt, one a line; what follows a number sign is a remark."""
    lines = (FOLDER / "not_yet.txt").read_text(encoding="utf-8").splitlines()
    return [text for line in lines if (text := line.partition("#")[0].strip())]


def read_articles() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt")))
