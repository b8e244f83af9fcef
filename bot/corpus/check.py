"""Checks the corpus against the source documents: passages, quotations, names and spellings, character by character."""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from bot.corpus.anchors import Miss, Quoted, find_passage, find_quotation
from bot.corpus.corpus import Corpus, CorpusReport, Span
from bot.corpus.loading import Gathered, gather_corpus
from bot.corpus.model import FILE_PATTERN, AsWritten, Organisation, Person, Report, Source
from bot.corpus.nearest import explain_absence
from bot.corpus.problems import CorpusError, Problem, show
from bot.corpus.reading import Plain
from bot.corpus.records import Written, walk_texts
from bot.corpus.spellings import find_unused_spellings

DOCUMENT_LIMIT = 32_000_000


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each were read, and of passages, quotations and spellings how many were found in the sources."""

    sources: int
    reports: int
    statements: int
    statements_in_several_sources: int
    passages: int
    quotations: int
    spellings: int
    conflicts: int
    people: int
    organisations: int
    events: int
    topics: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A corpus without a mistake: its reports anchored in `texts`, the decoded sources by source id."""

    corpus: Corpus
    texts: Mapping[str, str]
    counts: Counts

    def summary_lines(self) -> list[str]:
        """What was checked and how many of it, a line for each, such as `quotations: 71`."""
        return [f"{name.replace('_', ' ')}: {count:,}" for name, count in asdict(self.counts).items()]


def check(data: Path, root: Path) -> Checked:
    """Read a data folder and check it against the documents under root/seeds/.

    Raises CorpusError with every mistake, of the records and against the documents, in one go.
    """
    gathered = gather_corpus(data)
    checker = _Checker(root)
    anchors: dict[int, tuple[Span, tuple[Span, ...]]] = {}
    for file in gathered.files:
        text = checker.read_document(file.source) if file.source else None
        if file.source is None or text is None:
            continue
        quoted = Quoted(text)
        for entry in file.reports:
            if entry.report:
                anchor = checker.anchor_report(entry.report, text, quoted)
                if anchor and entry.report.record:
                    anchors[id(entry.report.record)] = anchor
    if gathered.whole and not checker.missed_documents:
        checker.check_spellings(gathered)
    problems = [*gathered.problems, *checker.problems]
    if problems:
        raise CorpusError(problems)
    corpus = _anchor(gathered.corpus, anchors)
    return Checked(corpus, checker.texts, _count(corpus))


class _Checker:
    """Holds the documents read, and what was found wrong against them."""

    def __init__(self, root: Path) -> None:
        self.problems: list[Problem] = []
        self.texts: dict[str, str] = {}
        self.missed_documents = False
        self._root = root
        self._seeds = (root / "seeds").resolve()

    def read_document(self, source: Written[Source]) -> str | None:
        """The text of a source's document as it came, line ends and all; None where it cannot be had.

        Works on the record as written: a mistake in another of its keys does not keep the document from being checked.
        """
        name, recorded = source.plain.get("file"), source.plain.get("sha256")
        if not isinstance(name, str) or not re.fullmatch(FILE_PATTERN, name):
            self.missed_documents = True
            return None
        raw = self._read_bytes(name)
        if isinstance(raw, str):
            self.missed_documents = True
            self.problems.append(source.blame(("file",), f"{show(name)} {raw}", "put the document there as it came"))
            return None
        digest = hashlib.sha256(raw).hexdigest()
        if isinstance(recorded, str) and digest != recorded:
            what = f"the document's SHA-256 is {digest}, not the one recorded"
            todo = "if the document was changed, restore it; if not, record its SHA-256"
            self.problems.append(source.blame(("sha256",), what, todo))
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            self.missed_documents = True
            what = f"byte 0x{raw[error.start]:02X} at offset {error.start} of {show(name)} is not UTF-8"
            self.problems.append(
                source.blame(("file",), what, "convert the document to UTF-8 and record its new SHA-256")
            )
            return None
        self.texts[source.id] = text
        return text

    def anchor_report(
        self, written: Written[Report], text: str, quoted: Quoted
    ) -> tuple[Span, tuple[Span, ...]] | None:
        """Where a report's passage and quotations stand; None, with problems, where the passage stands nowhere.

        Works on the report as written, for the same reason as with the document.
        """
        for key in AsWritten.model_fields:
            for path, value in walk_texts(written.plain, ("as_written", key)):
                if value not in text:
                    what = f"the source does not write {show(value)}"
                    self.problems.append(written.blame(path, what, explain_absence(value, text)))
        exact = written.plain.get("passage")
        if not isinstance(exact, str) or not exact:
            return None
        passage = find_passage(text, exact, _read_occurrence(written.plain))
        if isinstance(passage, Miss):
            self.problems.append(written.blame(("passage",), passage.what, passage.todo))
            return None
        quotations = []
        for path, words, occurrence in _list_quotations(written.plain.get("quotes", [])):
            found = find_quotation(text, quoted, passage, words, occurrence)
            if isinstance(found, Miss):
                self.problems.append(written.blame(path, found.what, found.todo))
            else:
                quotations.append(found)
        return passage, tuple(quotations)

    def check_spellings(self, gathered: Gathered) -> None:
        """Whether each spelling that is said to stand in a source stands in one."""
        spelt = [
            (entry, path, spelling)
            for file in gathered.files
            for section in ("people", "organisations")
            for entry in file.vocabulary[section]
            for path, spelling in walk_texts(entry.plain, ("spellings",))
        ]
        unused = find_unused_spellings({spelling for _, _, spelling in spelt}, self.texts.values())
        for entry, path, spelling in spelt:
            if spelling in unused:
                what = f"no source spells it {show(spelling)}"
                self.problems.append(entry.blame(path, what, "move it to `also`, or correct it"))

    def _read_bytes(self, name: str) -> bytes | str:
        """The bytes of a document under seeds/, or why they cannot be had."""
        path = self._root / name
        try:
            if not path.resolve().is_relative_to(self._seeds) or path.resolve() == self._seeds:
                return "is not a file within seeds/"
            if not stat.S_ISREG(path.stat().st_mode):
                return "is not a regular file"
            with path.open("rb") as file:
                raw = file.read(DOCUMENT_LIMIT + 1)
        except FileNotFoundError:
            return "does not exist"
        except (OSError, RuntimeError) as error:  # a circle of links is a RuntimeError before Python 3.13
            return f"cannot be read: {getattr(error, 'strerror', None) or 'its links go in a circle'}"
        return raw if len(raw) <= DOCUMENT_LIMIT else f"is larger than {DOCUMENT_LIMIT // 1_000_000} MB"


def _list_quotations(plain: Plain) -> Iterator[tuple[tuple[str | int, ...], str, int | None]]:
    """The quotations of a report as written, each with its path in the report and its `occurrence`, if it has one."""
    entries = plain if isinstance(plain, list) else [plain]
    for index, entry in enumerate(entries):
        exact = entry.get("exact") if isinstance(entry, dict) else entry
        if isinstance(exact, str) and exact:
            yield ("quotes", index, "exact"), exact, _read_occurrence(entry)


def _read_occurrence(plain: Plain) -> int | None:
    """The `occurrence` of a report or quotation, None where its author wrote none that can be counted."""
    written = plain.get("occurrence") if isinstance(plain, dict) else None
    return int(written) if isinstance(written, str) and re.fullmatch("[1-9][0-9]{0,5}", written) else None


def _anchor(corpus: Corpus, anchors: Mapping[int, tuple[Span, tuple[Span, ...]]]) -> Corpus:
    def anchor(reports: Iterable[CorpusReport]) -> Iterator[CorpusReport]:
        for report in reports:
            passage, quotations = anchors[id(report.record)]
            yield replace(report, passage=passage, quotations=quotations)

    statements = {
        key: replace(statement, reports=tuple(anchor(statement.reports)))
        for key, statement in corpus.statements.items()
    }
    return replace(corpus, statements=statements)


def _count(corpus: Corpus) -> Counts:
    statements = corpus.statements.values()
    reports = [report for statement in statements for report in statement.reports]
    spelt: list[Person | Organisation] = [*corpus.people.values(), *corpus.organisations.values()]
    return Counts(
        sources=len(corpus.sources),
        reports=len(reports),
        statements=len(corpus.statements),
        statements_in_several_sources=sum(len({one.source for one in each.reports}) > 1 for each in statements),
        passages=sum(report.passage is not None for report in reports),
        quotations=sum(len(report.quotations) for report in reports),
        spellings=sum(len(entry.spellings) for entry in spelt),
        conflicts=sum(len(report.record.conflicts) for report in reports)
        + sum(len(source.record.conflicts) for source in corpus.sources.values()),
        people=len(corpus.people),
        organisations=len(corpus.organisations),
        events=len(corpus.events),
        topics=len(corpus.topics),
    )
