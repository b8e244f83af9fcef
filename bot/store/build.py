"""From the reviewed records to the store that the bot queries: checked, compiled, synced, made current all at once."""

from __future__ import annotations

import errno
import hashlib
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version as version_of
from importlib.resources import files
from pathlib import Path

from bot.corpus.check import check
from bot.corpus.corpus import Corpus
from bot.store.aggregates import fill as fill_aggregates
from bot.store.errors import StoreError
from bot.store.files import (
    current,
    index_of,
    lock_folder,
    name_store,
    name_unfinished,
    prune,
    publish,
    remove,
    sync_file,
    sync_folder,
)
from bot.store.fulltext import FullText
from bot.store.indexing import fill_index, list_searched
from bot.store.names import list_names
from bot.store.pool import make_uri
from bot.store.rows import Rows

__all__ = ["Built", "build", "compile_corpus", "current", "prune", "publish"]

FORMAT = "attache-store-3"
_KEEP = 2
# What decides a store's content beside the corpus: a change to any of these makes another version.
_MAKERS = (
    "schema.sql", "build.py", "rows.py", "indexing.py", "names.py", "country_names.py", "tokens.py", "folding.py",
    "stems.py", "fulltext.py", "sounds.py", "aggregates.py",
)  # fmt: skip
# Nobody reads the file before it is whole and a build that dies starts afresh, so nothing need be journalled.
_IN_BULK = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -65536;
PRAGMA temp_store = MEMORY;
"""


@dataclass(frozen=True, slots=True)
class Built:
    """A store that is current now. `counts` are rows by kind of record; `fresh` is False where it was there already."""

    path: Path
    version: str
    counts: dict[str, int]
    seconds: float
    fresh: bool


def build(data: Path, root: Path, folder: Path, *, wait: float = 60.0) -> Built:
    """Check the records in `data` against the sources under `root`, and make them the current store in `folder`.

    Heavy: call it in a thread or process of its own. The old store stays current, whole and readable, until the new
    one is on the disk; a build that is killed changes nothing. `wait` is how many seconds to let another build end.

    Raises CorpusError with every mistake in the records, StoreError where the folder or the disk does not allow it.
    """
    began = time.perf_counter()
    checked = check(data, root)
    return _build(checked.corpus, checked.texts, folder, wait, began)


def compile_corpus(corpus: Corpus, texts: Mapping[str, str], folder: Path, *, wait: float = 60.0) -> Built:
    """The same for a corpus that is checked already; `texts` are its sources' texts by source id."""
    return _build(corpus, texts, folder, wait, time.perf_counter())


def _build(corpus: Corpus, texts: Mapping[str, str], folder: Path, wait: float, began: float) -> Built:
    rows = Rows(corpus, texts)
    digest = digest_corpus(corpus)
    version = hashlib.sha256(f"{digest}\n{_digest_makers()}".encode()).hexdigest()[:16]
    path = folder / name_store(version)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with lock_folder(folder, wait):
            fresh = not _is_whole(path, version)
            if fresh:
                _write(folder, path, rows, {"format": FORMAT, "version": version, "corpus_sha256": digest})
            if current(folder) != path:
                publish(folder, path)
            prune(folder, _KEEP)
        return Built(path, version, read_counts(path), time.perf_counter() - began, fresh)
    except (OSError, ValueError, sqlite3.Error) as error:  # ValueError: tantivy's
        if _may_not_write(error) and current(folder) == path and _is_whole(path, version):
            return Built(path, version, read_counts(path), time.perf_counter() - began, fresh=False)
        raise StoreError(f"The store cannot be written in {folder}: {_word(error)}.") from error


def _write(folder: Path, path: Path, rows: Rows, meta: dict[str, str]) -> None:
    unfinished = folder / name_unfinished(meta["version"])
    index = index_of(unfinished)
    try:
        db = sqlite3.connect(unfinished, isolation_level=None)
        try:
            _fill(db, index, rows, meta)
            _check(db, index, rows)
        finally:
            db.close()
        sync_file(unfinished)
        remove(index_of(path))
        index.replace(index_of(path))  # before the store, which alone says that it is whole
        unfinished.replace(path)
        sync_folder(folder)
    finally:
        unfinished.unlink(missing_ok=True)
        remove(index)


def _fill(db: sqlite3.Connection, index: Path, rows: Rows, meta: dict[str, str]) -> None:
    db.executescript(_IN_BULK)
    db.executescript(_read_part("schema.sql").decode())
    db.execute("BEGIN")
    for table, content in rows.tables():
        columns = len(db.execute(f"PRAGMA table_info({table})").fetchall())
        db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})", content)  # noqa: S608 -- own names
    db.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?)", list_names(rows.corpus))
    fill_index(db, index, list_searched(rows))
    fill_aggregates(db)
    facts = {**meta, **{f"count.{table}": str(count) for table, count in _expect(rows).items()}}
    longest = db.execute("SELECT max(julianday(last_day) - julianday(first_day)) FROM statement").fetchone()[0]
    facts["longest_days"] = str(int(longest or 0))  # how far before a day a span that reaches it can begin
    db.executemany("INSERT INTO meta VALUES (?, ?)", facts.items())
    db.execute("COMMIT")


def _check(db: sqlite3.Connection, index: Path, rows: Rows) -> None:
    """Whether the file is sound and holds every record."""
    broken = [row[0] for row in db.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
    broken += [f"{table} refers to no {parent}" for table, _, parent, _ in db.execute("PRAGMA foreign_key_check")]
    for table, count in {**_expect(rows), "told": len(rows.statements)}.items():
        found = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 -- own names
        if found != count:
            broken.append(f"{table} holds {found} rows, the records {count}")
    if FullText(index).size != len(rows.statements):
        broken.append("the index of words does not hold every statement")
    if broken:
        raise StoreError(f"The new store is not sound, so the old one stays: {'; '.join(broken[:5])}.")


def _expect(rows: Rows) -> dict[str, int]:
    corpus = rows.corpus
    return {
        "source": len(corpus.sources),
        "statement": len(rows.statements),
        "report": len(rows.reports),
        "quotation": sum(len(report.record.quotes) for _, _, report in rows.reports),
        "party": len(corpus.people) + len(corpus.organisations),
        "event": len(corpus.events),
        "topic": len(corpus.topics),
        "tone": len(corpus.tones),
    }


def _is_whole(path: Path, version: str) -> bool:
    """Whether a store that is there already is what its name says, so that it need not be written again."""
    if not path.is_file():
        return False
    try:
        db = sqlite3.connect(make_uri(path), uri=True)
        try:
            said = db.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
            size = db.execute("SELECT count(*) FROM statement").fetchone()[0]
            return (
                bool(said == (version,))
                and bool(db.execute("PRAGMA integrity_check").fetchone() == ("ok",))
                and FullText(index_of(path)).size == size
            )
        finally:
            db.close()
    except (sqlite3.Error, StoreError):
        return False


def read_counts(path: Path) -> dict[str, int]:
    """How many sources, statements, reports, … a store holds."""
    db = sqlite3.connect(make_uri(path), uri=True)
    try:
        return counts_from(db)
    finally:
        db.close()


def counts_from(db: sqlite3.Connection) -> dict[str, int]:
    """The same from an open store."""
    facts = db.execute("SELECT key, value FROM meta WHERE key LIKE 'count.%' ORDER BY key").fetchall()
    return {key.removeprefix("count."): int(value) for key, value in facts}


def digest_corpus(corpus: Corpus) -> str:
    """SHA-256 over every record, in order, and where its passages stand."""
    digest = hashlib.sha256()
    for section in (
        corpus.people, corpus.organisations, corpus.events, corpus.topics, corpus.tones, corpus.countries,
        corpus.synonyms,
    ):  # fmt: skip
        for key, record in section.items():
            digest.update(f"{type(record).__name__} {key} {record.model_dump_json()}\n".encode())
    for key, source in corpus.sources.items():
        digest.update(f"Source {key} {source.record.model_dump_json()}\n".encode())
    for key, statement in corpus.statements.items():
        digest.update(f"Statement {key} {statement.record.model_dump_json()} {statement.speakers}\n".encode())
        for report in statement.reports:
            spans = (report.passage, report.quotations)
            digest.update(f"Report {report.source} {report.record.model_dump_json()} {spans}\n".encode())
    return digest.hexdigest()


def _digest_makers() -> str:
    digest = hashlib.sha256(f"babel {version_of('babel')}\n".encode())
    for name in _MAKERS:
        digest.update(_read_part(name))
    return digest.hexdigest()


def _read_part(name: str) -> bytes:
    return files("bot.store").joinpath(name).read_bytes()


def _may_not_write(error: Exception) -> bool:
    return isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EPERM, errno.EROFS)


def _word(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    return str(error)
