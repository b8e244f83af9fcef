"""The data folder: which files it holds, their bytes, and the parts that they are read in.

A part is what stands for itself: a YAML file, or in a file of JSON Lines the lines of one source. However large a
folder is, only the parts at hand are in memory.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from bot.corpus.problems import Problem
from bot.corpus.reading.jsonl_reader import read_json_lines
from bot.corpus.reading.yaml_reader import FILE_LIMIT, ReadFile, read_yaml

DRAFTS = "drafts"  # the folder of what waits for review: no records yet
_LINES_LIMIT = 512_000_000
_SOURCE = re.compile(rb'"source"[ \t]*:')
_BEFORE_SOURCE = re.compile(rb"[ \t]*\{[ \t]*")
_READ = (".yaml", ".jsonl")
_LOOKED_AT = (".yaml", ".yml", ".jsonl")


class FileStamp(NamedTuple):
    """What a file system says of a file without its being read: a change of content changes one of them."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of records. `name` is how problems name it, `key` its path within the data folder."""

    path: str
    name: str
    key: str
    is_source: bool
    stamp: FileStamp


@dataclass(frozen=True)
class Part:
    """The bytes of a part of a data file, and the line of the file on which they begin."""

    name: str
    is_source: bool
    raw: bytes
    line: int = 1

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.raw).hexdigest()


def list_files(data: Path) -> tuple[list[DataFile], list[Problem]]:
    """The files of records in data/ and data/sources/ by name, and what stands there and cannot be read."""
    data = Path(os.path.abspath(data))  # noqa: PTH100 -- resolve() would follow a link and change the folder's name
    problems: list[Problem] = []
    if not data.is_dir():
        what = "there is no such folder"
        problems.append(Problem(name_in(data, data), 1, 1, what, "name the folder that holds the records"))
    before, named = f"{data}/", data.name
    entries = ((entry, entry.path.removeprefix(before)) for entry in _walk(data, data, problems))
    found = [_look_at(data, entry, key, named, problems) for entry, key in entries]
    files = [file for file in found if file]
    if not files and not problems:
        what = "the folder holds no records"
        problems.append(Problem(name_in(data, data), 1, 1, what, "name the folder that holds them, or mount it"))
    files.sort(key=lambda file: (file.is_source, file.key))
    return files, problems


def read_bytes(file: DataFile) -> bytes | Problem:
    """The bytes of a file: of YAML one more at most than it may have, of JSON Lines none where it is too large."""
    is_lines = file.key.endswith(".jsonl")
    limit = _LINES_LIMIT if is_lines else FILE_LIMIT
    try:
        with Path(file.path).open("rb") as opened:
            raw = opened.read(limit + 1)
    except OSError as error:
        return _unreadable(file.name, error)
    if is_lines and len(raw) > limit:
        what = f"the file is larger than {limit // 1_000_000} MB"
        return Problem(file.name, 1, 1, what, "split it before a line that begins a source")
    return raw


def cut(file: DataFile, raw: bytes) -> list[Part]:
    """The parts of a file."""
    starts = list(_find_sources(raw)) if file.key.endswith(".jsonl") else []
    parts, line = [], 1
    for start, end in zip([0, *starts], [*starts, len(raw)], strict=True):
        if end > start or not starts:
            parts.append(Part(file.name, file.is_source, raw[start:end], line))
            line += raw.count(b"\n", start, end)
    return parts


def _find_sources(raw: bytes) -> Iterator[int]:
    """Where the lines start that begin a source. Looking for the key first is many times as fast as for such a line."""
    for match in _SOURCE.finditer(raw):
        start = raw.rfind(b"\n", 0, match.start()) + 1
        if _BEFORE_SOURCE.fullmatch(raw, start, match.start()):
            yield start


def read_part(part: Part) -> tuple[ReadFile, list[Problem]]:
    """Read a part, each in its format. Never raises for content."""
    if part.name.endswith(".jsonl"):
        return read_json_lines(part.name, part.raw, part.line, is_source=part.is_source)
    return read_yaml(part.name, part.raw)


def name_in(data: Path, path: Path) -> str:
    """How problems name a path: relative to the folder that holds the data folder."""
    relative = path.relative_to(data.parent) if path.is_relative_to(data.parent) else path
    return os.fsencode(relative.as_posix()).decode("utf-8", "backslashreplace")


def stamp_of(found: os.stat_result) -> FileStamp:
    """What of a stat tells one content from another."""
    return FileStamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def _walk(data: Path, folder: Path, problems: list[Problem]) -> Iterator[os.DirEntry[str]]:
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        if folder != data or data.is_dir():
            what = f"the folder cannot be read: {error.strerror}"
            problems.append(Problem(name_in(data, folder), 1, 1, what, "check its rights"))
        return
    for entry in entries:
        if _is_folder(entry):
            if entry.is_symlink():
                what = "a folder that is a link is not followed"
                problems.append(Problem(name_in(data, Path(entry.path)), 1, 1, what, "put the folder itself here"))
            elif folder != data or entry.name != DRAFTS:
                yield from _walk(data, Path(entry.path), problems)
        elif entry.name.lower().endswith(_LOOKED_AT) and entry.name[0] != ".":
            yield entry


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a circle of links
        return False


def _look_at(
    data: Path, entry: os.DirEntry[str], key: str, folder_name: str, problems: list[Problem]
) -> DataFile | None:
    name = f"{folder_name}/{key}"
    if not name.isascii():
        name = os.fsencode(name).decode("utf-8", "backslashreplace")
    if not entry.name.endswith(_READ):
        what = f"the file's name does not end in {' or '.join(_READ)}, so it is not read"
        problems.append(Problem(name, 1, 1, what, "rename it"))
        return None
    folder = key.removesuffix(entry.name)
    if folder not in ("", "sources/"):
        todo = f"move it to {data.name}/ (vocabularies) or {data.name}/sources/ (one file for each source)"
        problems.append(Problem(name, 1, 1, "records are not read from this folder", todo))
        return None
    try:
        if entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(data.resolve()):
            what = "the file is a link that leads out of the data folder"
            problems.append(Problem(name, 1, 1, what, "put the file itself here"))
            return None
        found = entry.stat()
    except (OSError, RuntimeError) as error:  # resolve() of a circle of links is a RuntimeError before Python 3.13
        problems.append(_unreadable(name, error))
        return None
    # Opening a pipe or a device could wait for ever.
    if not stat.S_ISREG(found.st_mode):
        problems.append(Problem(name, 1, 1, "this is not a regular file", "take it away"))
        return None
    return DataFile(entry.path, name, key, bool(folder), stamp_of(found))


def _unreadable(name: str, error: OSError | RuntimeError) -> Problem:
    reason = error.strerror if isinstance(error, OSError) else "its links go in a circle"
    return Problem(name, 1, 1, f"the file cannot be read: {reason}", "check that it is there and its rights")
