"""The documents that sources record: their text as it came."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.corpus.model import Source, is_file_name
from bot.corpus.problems import Problem, show
from bot.corpus.reading.data_files import FileStamp, stamp_of
from bot.corpus.reading.record_parser import Written

DOCUMENT_LIMIT = 32_000_000


@dataclass(frozen=True, slots=True)
class Document:
    """A document's name under the root, its file stamp before it was read, its SHA-256 and its text."""

    name: str
    stamp: FileStamp
    sha256: str
    text: str


def read_document(root: Path, source: Written[Source]) -> tuple[Document | None, list[Problem]]:
    """The document of a source, line ends and all; None where it cannot be had.

    Works on the record as written: a mistake in another of its keys does not keep the document from being checked.
    """
    name, recorded = source.plain.get("file"), source.plain.get("sha256")
    if not isinstance(name, str) or not is_file_name(name):
        return None, []
    read = _read_bytes(root, name)
    if isinstance(read, str):
        return None, [source.blame(("file",), f"{show(name)} {read}", "put the document there as it came")]
    raw, stamp = read
    problems = []
    digest = hashlib.sha256(raw).hexdigest()
    if isinstance(recorded, str) and digest != recorded:
        what = f"the document's SHA-256 is {digest}, not the one recorded"
        todo = "if the document was changed, restore it; if not, record its SHA-256"
        problems.append(source.blame(("sha256",), what, todo))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        what = f"byte 0x{raw[error.start]:02X} at offset {error.start} of {show(name)} is not UTF-8"
        todo = "convert the document to UTF-8 and record its new SHA-256"
        return None, [*problems, source.blame(("file",), what, todo)]
    return Document(name, stamp, digest, text), problems


def read_texts(root: Path, names: Iterable[str]) -> Iterator[str]:
    """The texts of documents that were found in order before."""
    for name in names:
        read = _read_bytes(root, name)
        if not isinstance(read, str):
            yield read[0].decode("utf-8", "replace")


def _read_bytes(root: Path, name: str) -> tuple[bytes, FileStamp] | str:
    """The bytes of a document under seeds/, or why they cannot be had."""
    path, seeds = root / name, root / "seeds"
    try:
        is_plain = path.parent == seeds and not path.is_symlink()
        if not is_plain and not path.resolve().is_relative_to(seeds.resolve()):
            return "is not a file within seeds/"
        if not stat.S_ISREG(path.stat().st_mode):
            return "is not a regular file"
        with path.open("rb") as file:
            stamp = stamp_of(os.fstat(file.fileno()))
            raw = file.read(DOCUMENT_LIMIT + 1)
    except FileNotFoundError:
        return "does not exist"
    except (OSError, RuntimeError) as error:  # a circle of links is a RuntimeError before Python 3.13
        return f"cannot be read: {getattr(error, 'strerror', None) or 'its links go in a circle'}"
    return (raw, stamp) if len(raw) <= DOCUMENT_LIMIT else f"is larger than {DOCUMENT_LIMIT // 1_000_000} MB"
