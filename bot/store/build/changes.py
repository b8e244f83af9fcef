"""Finds what changed in the files that a store was built from, and what must be read again because of it."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.corpus.pipeline import PartAt
from bot.corpus.problems import Problem
from bot.corpus.reading.data_files import DataFile, FileStamp, Part, cut, read_bytes, stamp_of
from bot.store.build.manifest import BuildManifest

PartKey = tuple[str, str]  # file and source

_RELATED = """
SELECT r.source FROM statement s CROSS JOIN statement_relation x ON x.other = s.id
CROSS JOIN report r ON r.n = x.statement WHERE s.n = ?"""


@dataclass(frozen=True, slots=True)
class CorpusChanges:
    """Parts of the store that are gone or changed (file, source), and those that take their place.

    `files` and `documents` are the stamps of all that is as the store has it.
    """

    removed: frozenset[PartKey]
    added: tuple[tuple[PartAt, Part], ...]
    files: dict[str, FileStamp]
    documents: dict[str, FileStamp]

    @property
    def is_empty(self) -> bool:
        """Whether the store was built from exactly these files."""
        return not self.removed and not self.added


def find_change(
    db: sqlite3.Connection, files: Sequence[DataFile], root: Path, manifest: BuildManifest
) -> CorpusChanges | None:
    """What changed since a store was built; None where a file cannot be read. Reads only what may have changed."""
    parts: dict[str, dict[str, list[str]]] = {}
    for file, source, digest in db.execute("SELECT file, source, digest FROM part"):
        parts.setdefault(file, {}).setdefault(digest, []).append(source)
    removed: set[PartKey] = set()
    added: list[tuple[PartAt, Part]] = []
    stamps: dict[str, FileStamp] = {}
    for one in files:
        old = parts.pop(one.key, {})
        if not old or not manifest.has_file(one.key, one.stamp):
            raw = read_bytes(one)
            if isinstance(raw, Problem):
                return None
            for number, part in enumerate(cut(one, raw)):
                if old.pop(part.digest, None) is None:
                    added.append((PartAt(one, number), part))
            removed.update((one.key, source) for sources in old.values() for source in sources)
        stamps[one.key] = one.stamp
    removed.update((file, source) for file, old in parts.items() for sources in old.values() for source in sources)
    documents, changed = _check_documents(db, root, manifest)
    again = [key for key in _find_parts(db, changed) if key not in removed]
    added += read_parts(db, files, again)
    return CorpusChanges(frozenset(removed.union(again)), tuple(added), stamps, documents)


def read_parts(db: sqlite3.Connection, files: Iterable[DataFile], keys: Iterable[PartKey]) -> list[tuple[PartAt, Part]]:
    """Unchanged parts, read once more."""
    digests: dict[str, set[str]] = {}
    for file, source in keys:
        sql = "SELECT digest FROM part WHERE file = ? AND source = ?"
        digests.setdefault(file, set()).update(digest for (digest,) in db.execute(sql, (file, source)))
    found = []
    for one in files:
        if one.key in digests:
            raw = read_bytes(one)
            parts = [] if isinstance(raw, Problem) else cut(one, raw)
            found += [
                (PartAt(one, number), part) for number, part in enumerate(parts) if part.digest in digests[one.key]
            ]
    return found


def find_users(db: sqlite3.Connection, statements: Iterable[int], sources: Iterable[str]) -> set[PartKey]:
    """The parts that report one of these statements, or have a relation to it, or name one of these sources."""
    found: set[str] = set()
    for n in statements:
        found.update(key for (key,) in db.execute("SELECT source FROM report WHERE statement = ?", (n,)))
        found.update(key for (key,) in db.execute(_RELATED, (n,)))
    for source in sources:
        found.update(key for (key,) in db.execute("SELECT source FROM conflict WHERE with_source = ?", (source,)))
    return set(_find_parts(db, found))


def _find_parts(db: sqlite3.Connection, sources: Iterable[str]) -> list[PartKey]:
    sql = "SELECT file, source FROM part WHERE source = ?"
    return [row for source in sorted(sources) for row in db.execute(sql, (source,)).fetchall()]


def _check_documents(
    db: sqlite3.Connection, root: Path, manifest: BuildManifest
) -> tuple[dict[str, FileStamp], set[str]]:
    """The stamps of the unchanged documents, and the sources whose documents have changed."""
    there = _stamp_folder(root / "seeds")
    stamps: dict[str, FileStamp] = {}
    changed: set[str] = set()
    for source, file, digest in db.execute("SELECT id, file, sha256 FROM source"):
        stamp = there.get(file)
        if not manifest.has_document(file, stamp):
            stamp = _hash_document(root / file, digest)
        if stamp is None:
            changed.add(source)
        else:
            stamps[file] = stamp
    return stamps, changed


def _stamp_folder(folder: Path) -> dict[str, FileStamp]:
    stamps: dict[str, FileStamp] = {}
    below = [(str(folder), folder.name)]
    while below:
        path, name = below.pop()
        with suppress(OSError), os.scandir(path) as entries:
            for entry in entries:
                if entry.is_file():
                    stamps[f"{name}/{entry.name}"] = stamp_of(entry.stat())
                elif entry.is_dir(follow_symlinks=False):
                    below.append((entry.path, f"{name}/{entry.name}"))
    return stamps


def _hash_document(path: Path, digest: str) -> FileStamp | None:
    """The stamp of a document that has this digest (SHA-256); None for any other."""
    try:
        with path.open("rb") as file:
            stamp = stamp_of(os.fstat(file.fileno()))
            return stamp if hashlib.file_digest(file, "sha256").hexdigest() == digest else None
    except OSError:
        return None
