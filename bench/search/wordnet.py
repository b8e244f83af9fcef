"""Near-synonyms from WordNet's own files (the folder `dict`), for deriving questions."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_ENDINGS = {"noun": ("", "s", "es", "ies:y"), "verb": ("", "s", "es", "ies:y", "ed", "ed:e", "d", "ing", "ing:e"),
            "adj": ("",), "adv": ("",)}  # fmt: skip
_SENSES = 2


class WordNet:
    """Looks words up in the files index.* and data.*."""

    def __init__(self, folder: Path) -> None:
        self._index: dict[str, dict[str, list[int]]] = {}
        self._data = {kind: (folder / f"data.{kind}").read_bytes() for kind in _ENDINGS}
        for kind in _ENDINGS:
            entries = self._index.setdefault(kind, {})
            for line in (folder / f"index.{kind}").read_text("latin-1").splitlines():
                if not line.startswith(" "):
                    parts = line.split()
                    entries[parts[0]] = [int(offset) for offset in parts[-int(parts[2]) :]]

    @cache  # noqa: B019 -- lives as long as the run
    def list_synonyms(self, word: str) -> tuple[str, ...]:
        """Single words that share one of the first senses of the word, in its own form where that is regular."""
        found: dict[str, None] = {}
        for kind, endings in _ENDINGS.items():
            for ending in endings:
                cut, _, put = ending.partition(":")
                if not word.endswith(cut) or len(word) - len(cut) < 3:
                    continue
                stem = word[: len(word) - len(cut)] + put
                for offset in self._index[kind].get(stem, [])[:_SENSES]:
                    for other in self._read(kind, offset):
                        if other != stem and re.fullmatch("[a-z]{3,}", other) and other[:5] != stem[:5]:
                            found[_inflect(other, cut)] = None
        return tuple(found)

    def _read(self, kind: str, offset: int) -> list[str]:
        data = self._data[kind]
        parts = data[offset : data.index(b"\n", offset)].decode("latin-1").split()
        count = int(parts[3], 16)
        return [re.sub(r"\(.*\)", "", parts[4 + 2 * i]).lower() for i in range(count)]


def _inflect(word: str, ending: str) -> str:
    if not ending:
        return word
    if word.endswith("e") and ending in ("ed", "es", "ing", "d"):
        return word[:-1] + ("ed" if ending == "d" else ending)
    if word.endswith("y") and ending in ("s", "es", "ies", "ed", "d"):
        return word[:-1] + ("ied" if ending in ("ed", "d") else "ies")
    return word + {"ies": "s", "es": "s", "d": "ed"}.get(ending, ending)
