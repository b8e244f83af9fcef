"""What an importer reads: statements with their documents, what was refused, and what could not be known."""

from __future__ import annotations

from dataclasses import dataclass, field


class ImportFileError(Exception):
    """A file that cannot be imported at all; str() says why and what to do, fit for a reader."""


@dataclass(frozen=True, slots=True)
class ImportedDocument:
    """A document as text, and what is known of it. `original` is what it was taken from: a file's name and bytes."""

    key: str
    title: str
    text: str
    publisher: str = ""
    published: str = ""
    url: str = ""
    language: str = "en"
    form: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedStatement:
    """One statement of a row. `row` is its number for the user; empty texts are what the file does not say.

    `start` is where the words begin in the document's text, where the file says so.
    """

    row: str
    document: ImportedDocument
    words: str
    speaker: str
    is_verbatim: bool = False
    role: str = ""
    country: str = ""
    day: str = ""
    to: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    act: str = ""
    tone: str = ""
    written: str = ""
    inferred_how: str = ""
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not taken in, and why."""

    row: str
    why: str


@dataclass
class ImportedFile:
    """All that was read of one file; `unknown` says what its format cannot tell, a sentence each."""

    statements: list[ImportedStatement] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
