"""The statements to search in: sentences of the UN General Debate, or of the seeds, each with speaker, country, day."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

from babel.core import get_global

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_END = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[“\"A-Z])")
_TITLE = re.compile(r"^(mr|mrs|ms|miss|dr|sir|dame|lord|king|queen|prince|sheikh|h\.?\s?e)\.?\s+", re.IGNORECASE)
_NAME = re.compile(r"[A-Z]{2,4}_\d+_\d{4}")
_SHORTEST, _LONGEST = 8, 80
HELD_OUT = 0.04  # of the speeches, so many are in no store: questions from them have no answer


@dataclass(frozen=True, slots=True)
class Sentence:
    """A statement to be."""

    speech: str
    country: str
    speaker: str
    day: str
    text: str


def read_debates(folder: Path) -> list[tuple[str, Path]]:
    """Every speech of the corpus by name, in an order that is the same each time and follows nothing."""
    speeches = sorted((path.stem, path) for path in folder.glob("TXT/*/*.txt") if _NAME.fullmatch(path.stem))
    if not speeches:
        raise SystemExit(
            f"There are no speeches in {folder / 'TXT'}; see docs/performance.md for where they come from."
        )
    random.Random(1946).shuffle(speeches)
    return speeches


def list_sentences(folder: Path, size: int) -> tuple[list[Sentence], list[Sentence]]:
    """`size` sentences to put into a store, and those of the speeches that are kept out of every store."""
    speakers = _read_speakers(folder / "Speakers_by_session.xlsx")
    speeches = read_debates(folder)
    out = int(HELD_OUT * len(speeches))
    kept_out = [one for name, path in speeches[:out] for one in _cut(name, path, speakers)]
    held: list[Sentence] = []
    for name, path in speeches[out:]:
        held += _cut(name, path, speakers)
        if len(held) >= size:
            break
    if len(held) < size:
        print(f"the corpus gives {len(held):,} sentences, not {size:,}")
    return held[:size], kept_out


def list_seed_sentences(folder: Path) -> tuple[list[Sentence], list[Sentence]]:
    """The same from the articles that the project ships, for a run that needs nothing else; one is kept out."""
    held: list[Sentence] = []
    kept_out: list[Sentence] = []
    for i, path in enumerate(sorted(folder.glob("*.txt"))):
        found = [
            Sentence(path.stem, "KR", f"Speaker {chr(65 + i)}", "2024-06-27", text)
            for text in _split(path.read_text("utf-8"))
        ]
        (kept_out if i == 0 else held).extend(found)
    return held, kept_out


def _cut(name: str, path: Path, speakers: dict[tuple[str, str], str]) -> Iterator[Sentence]:
    country, _, year = name.split("_")
    code = _codes().get(country, "ZZ")
    speaker = speakers.get((country, year), f"Delegate of {country}")
    for text in _split(path.read_text("utf-8", "replace")):
        yield Sentence(name, code, speaker, f"{year}-09-21", text)


def _split(text: str) -> Iterator[str]:
    for piece in _END.split(re.sub(r"\s+", " ", text)):
        words = piece.split()
        if _SHORTEST <= len(words) <= _LONGEST:
            yield re.sub(r"^\d+\.\s*", "", piece).replace('"', "").strip()


@cache
def _codes() -> dict[str, str]:
    aliases = get_global("territory_aliases")
    return {three: two[0] for three, two in aliases.items() if len(three) == 3 and three.isalpha()}


def _read_speakers(path: Path) -> dict[tuple[str, str], str]:
    """Who spoke, by country and year, from the first sheet of the corpus's table."""
    with zipfile.ZipFile(path) as file:
        shared = [
            "".join(part.text or "" for part in item.iter(f"{_SHEET}t"))
            for item in ET.fromstring(file.read("xl/sharedStrings.xml")).iter(f"{_SHEET}si")
        ]
        sheet = ET.fromstring(file.read("xl/worksheets/sheet1.xml"))
    found = {}
    for row in sheet.iter(f"{_SHEET}row"):
        cells = {}
        for cell in row.iter(f"{_SHEET}c"):
            value = cell.find(f"{_SHEET}v")
            if value is not None and value.text:
                text = shared[int(value.text)] if cell.get("t") == "s" else value.text
                cells[re.sub(r"\d", "", str(cell.get("r")))] = text
        if cells.get("E") and cells.get("C"):
            name = re.sub(r"\s+", " ", _TITLE.sub("", cells["E"].strip()))
            found[cells["C"], str(cells.get("A", ""))] = name.title() if name.isupper() else name
    return found
