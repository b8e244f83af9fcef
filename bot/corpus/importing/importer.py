"""Puts imported statements into a corpus: anchored in their documents, checked whole, refused row by row."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from anyascii import anyascii

from bot.corpus.annotations import Span
from bot.corpus.check import check
from bot.corpus.checking.anchors import Miss, QuotedSpan, find_passage, find_quotation
from bot.corpus.checking.written_speakers import fold_words
from bot.corpus.countries import list_countries
from bot.corpus.edtf import DayError, parse_day
from bot.corpus.importing.model import (
    ImportedDocument,
    ImportedFile,
    ImportedStatement,
    ImportFileError,
    Refusal,
)
from bot.corpus.model import NO_SIDE, Act
from bot.corpus.problems import CorpusError, Problem
from bot.corpus.reading.data_files import cut, list_files, read_bytes, read_part
from bot.corpus.reading.day_advice import advise_on_day

TONE = "not-judged"
_TONE = {"label": "said", "means": "Imported: what the words do was not judged"}
_SLUG_CHARACTERS = 40
_CODE = re.compile("[A-Z][A-Z0-9]{1,15}")
_ROUNDS = 5  # of checks, each of which may refuse further rows


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What was taken in, what was refused and why, and what could not be known."""

    file: Path | None
    statements: int
    documents: int
    people: int
    refusals: tuple[Refusal, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the corpus has already: people by folded name, tones, topics, ids of people, statements and sources."""

    people: dict[tuple[str, ...], str]
    ids: set[str]
    topics: dict[str, str]
    tones: set[str]


class Importer:
    """Imports into a data folder, with documents under root/seeds/."""

    def __init__(self, data: Path, root: Path) -> None:
        self._data, self._root = data, root

    def take(self, name: str, read: ImportedFile, original: bytes, ending: str) -> ImportReport:
        """Take statements in as data/sources/<name>.jsonl; the file that they came from is kept beside its documents.

        Raises ImportFileError where the corpus has mistakes already, or where this name was imported before.
        """
        target = self._data / "sources" / f"{name}.jsonl"
        if target.exists() or (self._root / "seeds" / name).exists():
            raise ImportFileError(f"{name} was imported before: take another name with --name, or remove {target}")
        known = self._read_known()
        refusals = list(read.refusals)
        anchored = list(_anchor_all(read.statements, refusals))
        anchored = list(_refuse_repeated(anchored, refusals))
        folder = self._root / "seeds" / name
        try:
            self._keep(folder, name, anchored, original, ending)
            lines = self._settle(name, anchored, known, refusals)
            if not lines.statements:
                shutil.rmtree(folder, ignore_errors=True)
                return ImportReport(None, 0, 0, 0, _sort(refusals), tuple(read.unknown))
            target.parent.mkdir(parents=True, exist_ok=True)
            unfinished = target.with_name(f".{target.name}.unfinished")
            unfinished.write_text(lines.text, "utf-8")
            unfinished.replace(target)
        except BaseException:
            if not target.exists():
                shutil.rmtree(folder, ignore_errors=True)
            raise
        return ImportReport(
            target, len(lines.statements), lines.documents, lines.people, _sort(refusals), tuple(read.unknown)
        )

    def _keep(self, folder: Path, name: str, anchored: list[_Anchored], original: bytes, ending: str) -> None:
        folder.mkdir(parents=True)
        (folder / f"{name}{ending}").write_bytes(original)
        for one in _list_documents(anchored):
            (folder / f"{_hash(one)}.txt").write_bytes(one.text.encode())

    def _settle(self, name: str, anchored: list[_Anchored], known: _Known, refusals: list[Refusal]) -> _Lines:
        """The lines that pass the check; what it refuses is refused with its reason."""
        for _ in range(_ROUNDS):
            lines = _write_lines(name, anchored, known)
            wrong = self._check(name, lines)
            if not wrong:
                return lines
            refusals += (Refusal(row, why) for row, why in wrong.items())
            anchored = [one for one in anchored if one.statement.row not in wrong]
        refusals += (
            Refusal(one.statement.row, "the check refuses the rows that are left together") for one in anchored
        )
        return _Lines("", {}, 0, 0)

    def _check(self, name: str, lines: _Lines) -> dict[str, str]:
        """What is wrong with rows, by row. Raises ImportFileError where something else is wrong."""
        with tempfile.TemporaryDirectory(prefix=".checking-", dir=self._data.parent) as folder:
            copy = Path(folder) / self._data.name
            shutil.copytree(self._data, copy, ignore=shutil.ignore_patterns("drafts", ".*"))
            (copy / "sources").mkdir(exist_ok=True)
            (copy / "sources" / f"{name}.jsonl").write_text(lines.text, "utf-8")
            try:
                check(copy, self._root, may_be_empty=True)
            except CorpusError as error:
                return _blame_rows(name, lines, error.problems)
        return {}

    def _read_known(self) -> _Known:
        try:
            check(self._data, self._root, may_be_empty=True)
        except CorpusError as error:
            if any(self._data.rglob("*.yaml")) or any(self._data.rglob("*.jsonl")):
                many = len(error.problems)
                raise ImportFileError(
                    f"the records have {many} mistakes: mend them first, `check` shows them"
                ) from error
        known = _Known({}, set(), {}, set())
        for file in list_files(self._data)[0]:
            raw = read_bytes(file)
            for part in [] if isinstance(raw, Problem) else cut(file, raw):
                plain = read_part(part)[0].data
                if isinstance(plain, dict):
                    _add_known(known, plain)
        return known


@dataclass(frozen=True, slots=True)
class _Anchored:
    """A statement with its passage in the document, as text and as which of several equal ones."""

    statement: ImportedStatement
    passage: str
    occurrence: int


@dataclass(frozen=True, slots=True)
class _Lines:
    """JSON Lines, with the row of each line that holds a statement."""

    text: str
    statements: dict[int, str]
    documents: int
    people: int


def _anchor_all(statements: Iterable[ImportedStatement], refusals: list[Refusal]) -> Iterator[_Anchored]:
    texts: dict[str, QuotedSpan] = {}
    for one in statements:
        text = one.document.text
        quoted = texts.get(text) or texts.setdefault(text, QuotedSpan(text))
        found = _anchor(one, quoted)
        if isinstance(found, Miss):
            refusals.append(Refusal(one.row, f"{found.what}: {found.todo}"))
            continue
        country = find_code(one.country)
        if one.country and country is None:
            todo = "write its code of two letters, or `none` for who speaks for no side"
            refusals.append(Refusal(one.row, f"“{one.country}” is no country: {todo}"))
            continue
        day = _check_day(one.day) or _check_day(one.document.published)
        if day:
            refusals.append(Refusal(one.row, day))
            continue
        passage = found.cut(text)
        number = text[: found.start].count(passage) + 1
        yield _Anchored(replace(one, country=country or ""), passage, number if text.count(passage) > 1 else 0)


def find_code(country: str) -> str | None:
    """The code of a country by its English name or code; other capitals are taken for a code of the team's own."""
    if _CODE.fullmatch(country) or country == NO_SIDE:
        return country
    names = {fold_words(name): code for code, name in list_countries().items()}
    return names.get(fold_words(country)) if country else None


def _anchor(one: ImportedStatement, quoted: QuotedSpan) -> Span | Miss:
    """The paragraph in which the words stand between marks; of verbatim words, the words themselves."""
    whole = Span(0, len(quoted.source.text))
    if one.is_verbatim:
        if one.start is not None:
            return Span(one.start, one.start + len(one.words))
        return find_passage(quoted.source, one.words)
    words = find_quotation(quoted, whole, one.words)
    if isinstance(words, Miss):
        return words
    paragraph = next(
        (part for part in quoted.source.paragraphs if part.start <= words.start and words.end <= part.end), words
    )
    cut = paragraph.cut(quoted.source.text)
    start = paragraph.start + len(cut) - len(cut.lstrip())
    return Span(start, start + len(cut.strip()))


def _check_day(day: str) -> str | None:
    if not day:
        return None
    try:
        parse_day(day)
    except DayError:
        return f"“{day}” is no day: {advise_on_day(day)}"
    return None


def _refuse_repeated(anchored: Iterable[_Anchored], refusals: list[Refusal]) -> Iterator[_Anchored]:
    seen: dict[tuple[str, str, str, str], str] = {}
    for one in anchored:
        said = one.statement
        row = seen.setdefault((said.speaker, said.day, said.words, said.document.text), said.row)
        if row == said.row:
            yield one
        else:
            refusals.append(Refusal(said.row, f"the same words of the same speaker and day are in row {row}"))


def _write_lines(name: str, anchored: list[_Anchored], known: _Known) -> _Lines:
    """Sources with their statements; new people and the tone before the first source."""
    people: dict[str, dict[str, Any]] = {}
    by_name = dict(known.people)
    ids, rows = set(known.ids), {}
    body: list[dict[str, Any]] = []
    for document in _list_documents(anchored):
        source = _describe(name, document)
        body.append({"source": source})
        for one in (one for one in anchored if one.statement.document.text == document.text):
            speaker = _find_speaker(one.statement, by_name, people, ids)
            rows[len(body)] = one.statement.row
            body.append({"statement": _describe_statement(name, one, speaker, known, ids)})
    head: list[dict[str, Any]] = [{"tones": {TONE: _TONE}}] if TONE not in known.tones else []
    head += [{"people": {key: person}} for key, person in people.items()]
    # A line of people must stand below no source: it would belong to that one.
    lines = [json.dumps(one, ensure_ascii=False) for one in (*head, *body)]
    at = {len(head) + index + 1: row for index, row in rows.items()}
    return _Lines("\n".join(lines) + "\n", at, sum("source" in one for one in body), len(people))


def _describe(name: str, document: ImportedDocument) -> dict[str, Any]:
    digest = _hash(document)
    source: dict[str, Any] = {"id": f"{name}-{digest}"[:64], "title": _as_line(document.title)}
    optional = {"publisher": document.publisher, "url": document.url, "form": document.form}
    source |= {key: _as_line(value) for key, value in optional.items() if value}
    if document.published:
        source["published"] = {"day": document.published}
    source["language"] = document.language or "en"
    source["file"] = f"seeds/{name}/{digest}.txt"
    source["sha256"] = hashlib.sha256(document.text.encode()).hexdigest()
    source["notes"] = [f"Imported with {name}.", *document.notes]
    return source


def _describe_statement(name: str, one: _Anchored, speaker: str, known: _Known, ids: set[str]) -> dict[str, Any]:
    said = one.statement
    topics = [known.topics[topic.casefold()] for topic in said.topics if topic.casefold() in known.topics]
    report: dict[str, Any] = {"kind": "verbatim" if said.is_verbatim else "mixed", "passage": one.passage}
    if one.occurrence:
        report["occurrence"] = one.occurrence
    if not said.is_verbatim:
        report["quotes"] = [said.words]
    if said.written:
        report["as_written"] = {"speaker": said.written}
    if said.inferred_how:
        report |= {"attribution": "inferred", "inferred_how": said.inferred_how}
    statement: dict[str, Any] = {
        "id": _new_id(f"{name}-{said.row}", ids), "speaker": [speaker],
        "act": said.act or str(Act.STATE), "tone": said.tone or TONE,
    }  # fmt: skip
    statement |= {"day": said.day} if said.day else {}
    statement |= {"side": [said.country]} if said.country else {}
    statement |= {"to": list(said.to)} if said.to else {}
    statement |= {"topics": topics} if topics else {}
    return {**statement, "report": report}


def _find_speaker(
    said: ImportedStatement, by_name: dict[tuple[str, ...], str], people: dict[str, dict[str, Any]], ids: set[str]
) -> str:
    """The id of a speaker, by a name that the records have, or of a new person; a role is added to new ones alone."""
    folded = fold_words(said.speaker)
    key = by_name.get(folded)
    if key is None:
        key = by_name[folded] = _new_id(_slug(said.speaker) or "speaker", ids)
        people[key] = {"name": _as_line(said.speaker)}
    if key in people and said.role and said.country and said.country != NO_SIDE:
        roles = people[key].setdefault("roles", [])
        role = {"title": _as_line(said.role), "country": said.country}
        if role not in roles and not roles:
            roles.append(role)
    return key


def _add_known(known: _Known, plain: Mapping[str, Any]) -> None:
    for section in ("people", "organisations"):
        for key, entry in (plain.get(section) or {}).items():
            known.ids.add(key)
            if isinstance(entry, dict):
                for name in (entry.get("name"), *_as_texts(entry.get("spellings")), *_as_texts(entry.get("also"))):
                    if isinstance(name, str):
                        known.people.setdefault(fold_words(name), key)
    for key, entry in (plain.get("topics") or {}).items():
        known.topics[key.casefold()] = key
        if isinstance(entry, dict) and isinstance(entry.get("label"), str):
            known.topics[entry["label"].casefold()] = key
    known.tones.update(plain.get("tones") or {})
    for entry in plain.get("statements") or ():
        if isinstance(entry, dict) and isinstance(entry.get("id"), str):
            known.ids.add(entry["id"])


def _blame_rows(name: str, lines: _Lines, problems: Iterable[Problem]) -> dict[str, str]:
    """The rows of the lines that the check names; a problem of a line without a row is of all rows below it."""
    wrong: dict[str, str] = {}
    for problem in problems:
        is_own = problem.file.endswith(f"sources/{name}.jsonl")
        row = lines.statements.get(problem.line)
        if not is_own:
            raise ImportFileError(f"the records and the import do not go together: {problem}")
        if row is None:  # a source or a person: the statements that follow it
            below = (at for at in sorted(lines.statements) if at > problem.line)
            row = next((lines.statements[at] for at in below), None)
        if row is None:
            raise ImportFileError(f"the import cannot be checked: {problem}")
        wrong.setdefault(row, f"{problem.what}: {problem.todo}")
    return wrong


def _list_documents(anchored: Iterable[_Anchored]) -> list[ImportedDocument]:
    """The documents, each text once, with what the first row says of it."""
    documents: dict[str, ImportedDocument] = {}
    for one in anchored:
        documents.setdefault(one.statement.document.text, one.statement.document)
    return list(documents.values())


def _hash(document: ImportedDocument) -> str:
    return hashlib.sha256(document.text.encode()).hexdigest()[:16]


def _new_id(wanted: str, ids: set[str]) -> str:
    base = _slug(wanted) or "imported"
    key, number = base, 1
    while key in ids:
        number += 1
        key = f"{base}-{number}"
    ids.add(key)
    return key


def _slug(text: str) -> str:
    return "-".join(re.findall("[a-z0-9]+", anyascii(text).lower()))[:_SLUG_CHARACTERS].strip("-")


def _as_line(text: str) -> str:
    return " ".join(text.split())[:500]


def _as_texts(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _sort(refusals: Iterable[Refusal]) -> tuple[Refusal, ...]:
    return tuple(sorted(refusals, key=lambda one: (len(one.row), one.row)))
