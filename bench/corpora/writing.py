"""Writes made corpora to a folder: data/ as YAML or as JSON Lines, and seeds/ with the documents."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from bench.corpora.making import MadeSource

# What YAML reads as it stands; all else is put in quotation marks, as JSON writes them.
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./-]*[A-Za-z0-9]|[A-Za-z0-9]")


class CorpusWriter:
    """Writes one corpus: a YAML file for each source, or a JSON Lines file for each year."""

    def __init__(self, folder: Path, is_yaml: bool) -> None:
        self.folder = folder
        self.sources = self.statements = self.reports = 0
        self._is_yaml = is_yaml
        self._years: dict[int, TextIO] = {}
        (folder / "data" / "sources").mkdir(parents=True, exist_ok=True)
        (folder / "seeds").mkdir(exist_ok=True)

    def write_vocabulary(self, section: str, entries: Mapping[str, Any]) -> None:
        path = self.folder / "data" / f"{section}.{'yaml' if self._is_yaml else 'jsonl'}"
        with path.open("w", encoding="utf-8") as file:
            if self._is_yaml:
                file.write(_to_yaml({section: entries}))
            else:
                file.writelines(_to_line({section: {key: entry}}) for key, entry in entries.items())

    def write_source(self, made: MadeSource) -> None:
        (self.folder / made.source["file"]).write_text(made.document, encoding="utf-8", newline="")
        self.sources += 1
        self.reports += len(made.statements)
        self.statements += sum("id" in entry for entry in made.statements)
        if self._is_yaml:
            path = self.folder / "data" / "sources" / f"{made.source['id']}.yaml"
            path.write_text(_to_yaml({"source": made.source, "statements": made.statements}), encoding="utf-8")
            return
        file = self._years.get(made.year)
        if file is None:
            path = self.folder / "data" / "sources" / f"{made.year}.jsonl"
            file = self._years[made.year] = path.open("w", encoding="utf-8")
        file.write(_to_line({"source": made.source}))
        file.writelines(_to_line({"statement": entry}) for entry in made.statements)

    def close(self, facts: Mapping[str, object]) -> dict[str, object]:
        """End all files, and leave settings for the bot and a note on what was made beside them."""
        for file in self._years.values():
            file.close()
        here = self.folder.resolve()
        settings = {
            "data": {"folder": str(here / "data"), "root": str(here)},
            "store": {"folder": str(here / "var" / "store")},
            "state": {"file": str(here / "var" / "state.sqlite")},
        }
        (self.folder / "config.yaml").write_text(_to_yaml(settings), encoding="utf-8")
        made = {"statements": self.statements, "reports": self.reports, "sources": self.sources, **facts}
        (self.folder / "made.json").write_text(f"{json.dumps(made, indent=2)}\n", encoding="utf-8")
        return made


def _to_line(record: Mapping[str, Any]) -> str:
    return f"{json.dumps(record, ensure_ascii=False)}\n"


def _to_yaml(value: Mapping[str, Any]) -> str:
    parts: list[str] = []
    _add_mapping(parts, value, "")
    return "".join(parts)


def _add_mapping(parts: list[str], value: Mapping[str, Any], indent: str, begin: str | None = None) -> None:
    for key, one in value.items():
        parts.append(f"{indent if begin is None else begin}{key}:")
        begin = None
        if isinstance(one, Mapping):
            parts.append("\n")
            _add_mapping(parts, one, f"{indent}  ")
        elif isinstance(one, list) and one and isinstance(one[0], Mapping):
            parts.append("\n")
            for entry in one:
                _add_mapping(parts, entry, f"{indent}    ", f"{indent}  - ")
        elif isinstance(one, list):
            parts.append(f" [{', '.join(map(_to_scalar, one))}]\n")
        else:
            parts.append(f" {_to_scalar(one)}\n")


def _to_scalar(value: object) -> str:
    text = str(value)
    is_plain = _PLAIN.fullmatch(text) and text.lower() != "null"
    return text if is_plain else json.dumps(text, ensure_ascii=False)
