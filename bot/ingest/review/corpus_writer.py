"""Writes approved entries into the corpus: into a copy first, which is checked whole, then as one replacement.

A killed writer leaves the corpus as it was, or with the entry; never half an entry.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString

from bot.corpus.check import check
from bot.corpus.problems import CorpusError, Problem
from bot.ingest.review.draft_files import make_yaml
from bot.ingest.review.files import replace_file, writing
from bot.ingest.review.model import Entry, ReviewError

_SHOWN_PROBLEMS = 3


@dataclass(frozen=True, slots=True)
class Addition:
    """An entry to be written, with the people and bodies that it brings."""

    entry: Entry
    vocabulary: Mapping[str, Mapping[str, Any]]


class CorpusWriter:
    """The corpus in a data folder, with the root of its source documents."""

    def __init__(self, data: Path, root: Path) -> None:
        self._data, self._root = data, root

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold off other writers, of this process and of others."""
        with writing(self._data / "drafts"):
            yield

    def holds(self, source: str, key: str) -> bool:
        """Whether a source's file holds an entry already: an approval that was cut off is not done twice."""
        path = self._path(source)
        return path.exists() and _find_entry(_load(path), key) is not None

    def add(self, source: Entry, additions: Iterable[Addition]) -> None:
        """Add entries to a source's file, each with the people and bodies it brings; those that are there stay.

        All of them take one check of the whole corpus. Raises ReviewError with what it finds wrong; the corpus is then
        as it was.
        """
        path = self._path(str(source["id"]))
        document = _load(path) if path.exists() else CommentedMap({"source": _styled(dict(source))})
        new = [one for one in additions if _find_entry(document, entry_key(one.entry)) is None]
        for addition in new:
            for section, records in addition.vocabulary.items():
                for name, record in records.items():
                    if not self._knows(section, name, besides=path):
                        document.setdefault(section, CommentedMap()).setdefault(name, _styled(dict(record)))
            document.setdefault("statements", CommentedSeq()).append(_styled(dict(addition.entry)))
        if new:
            self._replace(path, document)

    def check(self) -> None:
        """Check the corpus as it is. Raises ReviewError with what is wrong in it."""
        self._check(self._data)

    def take_out(self, source: str, key: str) -> None:
        """Take an entry out again. Raises ReviewError where others rest on it."""
        path = self._path(source)
        document = _load(path) if path.exists() else CommentedMap()
        found = _find_entry(document, key)
        if found is None:
            return
        del document["statements"][found]
        if document["statements"]:
            self._replace(path, document)
        else:
            self._check_without(path)
            path.unlink()

    def _path(self, source: str) -> Path:
        return self._data / "sources" / f"{source}.yaml"

    def _knows(self, section: str, name: str, besides: Path) -> bool:
        """Whether another file brings this entry of a vocabulary already."""
        for path in (*self._data.glob("*.yaml"), *(self._data / "sources").glob("*.yaml")):
            if path != besides and name in path.read_text("utf-8") and name in (_load(path).get(section) or {}):
                return True
        return False

    def _replace(self, path: Path, document: CommentedMap) -> None:
        out = StringIO()
        make_yaml().dump(document, out)
        content = out.getvalue().encode()
        with self._copy() as copy:
            target = copy / path.relative_to(self._data)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            target.write_bytes(content)
            self._check(copy)
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, content)

    def _check_without(self, path: Path) -> None:
        with self._copy() as copy:
            (copy / path.relative_to(self._data)).unlink(missing_ok=True)
            self._check(copy)

    @contextmanager
    def _copy(self) -> Iterator[Path]:
        """A copy of the data folder, of links where the disk allows: nothing in it is written through."""
        with tempfile.TemporaryDirectory(prefix=".checking-", dir=self._data.parent) as folder:
            copy = Path(folder) / self._data.name
            shutil.copytree(
                self._data, copy, copy_function=_link_or_copy, ignore=shutil.ignore_patterns("drafts", ".*")
            )
            yield copy

    def _check(self, copy: Path) -> None:
        try:
            check(copy, self._root, may_be_empty=True)
        except CorpusError as error:
            raise ReviewError(_tell(error.problems)) from error


def _tell(problems: tuple[Problem, ...] | list[Problem]) -> str:
    shown = "\n".join(f"- {problem}" for problem in problems[:_SHOWN_PROBLEMS])
    rest = f"\n- and {len(problems) - _SHOWN_PROBLEMS} more" if len(problems) > _SHOWN_PROBLEMS else ""
    return f"The check refuses it, so nothing was written:\n{shown}{rest}"


def _load(path: Path) -> CommentedMap:
    try:
        loaded = make_yaml().load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise ReviewError(
            f"{path.name} cannot be read, so nothing was written: `python -m bot check` says why."
        ) from error
    if not isinstance(loaded, CommentedMap):
        raise ReviewError(f"{path.name} is no file of records, so nothing was written.")
    return loaded


def _find_entry(document: CommentedMap, key: str) -> int | None:
    """Where an entry stands: by its id, or by the statement it reports with its passage (`id` or `same_as|passage`)."""
    for at, entry in enumerate(document.get("statements") or ()):
        if entry_key(entry) == key:
            return at
    return None


def entry_key(entry: Entry) -> str:
    """What tells an entry from all others of its source."""
    if "id" in entry:
        return str(entry["id"])
    return f"{entry['same_as']}|{entry['report']['passage']}"


def _styled(value: Any) -> Any:
    """A value in the style of the corpus: long texts folded, texts over lines literal, short lists on one line."""
    if isinstance(value, Mapping):
        return CommentedMap({key: _styled(one) for key, one in value.items()})
    if isinstance(value, list | tuple):
        styled = CommentedSeq(_styled(one) for one in value)
        if all(isinstance(one, str) and len(one) < 40 for one in value):
            styled.fa.set_flow_style()
        return styled
    if isinstance(value, str) and "\n" in value:
        return LiteralScalarString(value)
    if isinstance(value, str) and len(value) > 80 and value == " ".join(value.split(" ")) and "  " not in value:
        return FoldedScalarString(value)
    return value


def _link_or_copy(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target
