"""Builds a store from the reviewed records: checked, compiled, written to the disk, and made the current one."""

from __future__ import annotations

import errno
import hashlib
import logging
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from importlib.metadata import version as version_of
from importlib.resources import files
from pathlib import Path

from bot.corpus.pipeline import CorpusPipeline, Note
from bot.corpus.problems import CorpusError
from bot.corpus.reading.data_files import DataFile, FileStamp, list_files, stamp_of
from bot.store.build.changes import CorpusChanges, find_change
from bot.store.build.country_columns import fill as fill_aggregates
from bot.store.build.derived_data import DerivedData
from bot.store.build.incremental import Increment, apply, prepare
from bot.store.build.manifest import BuildManifest, read_manifest, write_manifest
from bot.store.build.page_copy import StoreCopy, list_written, make_spare, note_pages
from bot.store.build.source_rows import make_rows
from bot.store.build.table_writer import TableWriter, list_keys
from bot.store.db.pool import make_uri
from bot.store.diff import count_removed
from bot.store.digests import find_damage, write_digests
from bot.store.errors import RemovalError, StoreError
from bot.store.files import (
    changed_pages_of,
    current,
    digests_of,
    index_of,
    lock_folder,
    manifest_of,
    name_store,
    name_unfinished,
    prune,
    publish,
    remove,
    sync_file,
    sync_folder,
)
from bot.store.index.panics import panics_as_errors
from bot.store.index.reader import IndexReader
from bot.store.index.writer import IndexWriter
from bot.store.metadata import FORMAT, Built, counts_from

log = logging.getLogger(__name__)

__all__ = ["Built", "build", "current", "prune", "publish"]

_KEEP = 2  # stores, for a bot that has not swapped yet
# Statements may go that are not more than one in so many.
_MOST_REMOVED = 3
# Bytes of a store that is read through at every build.
_ALWAYS_CHECKED = 30_000_000
_SPARED_FROM = 100_000_000  # bytes of a store; a smaller one is copied faster than anybody notices
_MAKERS = ("bot.corpus", "bot.store")
_LIBRARIES = ("babel", "tantivy")  # whose data and rules decide what a store holds
# Nobody reads the file before it is complete, and a build that dies starts afresh: no journal is needed.
_IN_BULK = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -262144;
PRAGMA temp_store = FILE;
"""
# Nor here; but the log tells afterwards which pages were written.
_IN_PAGES = """
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
PRAGMA wal_autocheckpoint = 0;
PRAGMA cache_size = -262144;
PRAGMA temp_store = FILE;
"""


def build(
    data: Path,
    root: Path,
    folder: Path,
    *,
    wait: float = 60.0,
    note: Note | None = None,
    ready: Ready | None = None,
    force: bool = False,
) -> Built:
    """Check the records in `data` against the sources under `root`, and make them the current store in `folder`.

    Heavy: call it in a process of its own. Reads only what changed since the current store was built, where that is
    enough. The old store stays current and readable until the new one is on the disk; a build that is killed changes
    nothing. A current store that is damaged is not reused: one is built anew, under another name.

    wait   seconds to wait for another build in the folder
    note   called now and then with the step, how many are done and how many there are, where everything is read
    ready  called with a new store as soon as it may be opened; until it is on the disk, a loss of power may take it
           away again, and the old one stays current
    force  whether more than a third of the statements built from this data folder may go

    Raises CorpusError with every mistake in the records, RemovalError where so many would go without `force`, and
    StoreError where the folder or the disk does not allow it.
    """
    builder = _Builder(data.absolute(), root.absolute(), folder, note, ready, force=force)
    with _reword_errors(folder):
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with lock_folder(folder, wait), StoreCopy(folder) as copy:
                reused = builder.attempt(lambda: builder.reuse(copy)) or builder.attempt(lambda: builder.increase(copy))
                return reused or builder.compile()
        except OSError as error:
            built = builder.reuse(None) if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) else None
            if built is None:
                raise
            return built


Ready = Callable[[Built], None]


class _Builder:
    """One build. There are three ways to a store, the fastest first: reuse, increase, compile."""

    def __init__(
        self, data: Path, root: Path, folder: Path, note: Note | None, ready: Ready | None, *, force: bool
    ) -> None:
        self._data, self._root, self._folder, self._note, self._ready = data, root, folder, note, ready
        self._force = force
        self._began = time.perf_counter()
        self._makers = _digest_makers()
        self._noted_ns = 0
        self._files: list[DataFile] = []
        self._change: CorpusChanges | None = None
        self._before = current(folder)

    def attempt(self, step: Callable[[], Built | None]) -> Built | None:
        """Take a way that reads the current store; None as well where that turns out to be damaged."""
        try:
            with panics_as_errors("The index of the current store"):
                return step()
        except (RemovalError, CorpusError):
            raise
        except (StoreError, sqlite3.Error, LookupError, ValueError, TypeError) as error:
            log.warning("The current store cannot be used for the next one, which is built anew: %s", error)
            return None

    def reuse(self, copy: StoreCopy | None) -> Built | None:
        """The current store, if it was built from exactly these files; once it seems not to be, `copy` begins."""
        self._noted_ns = time.time_ns()
        self._files, problems = list_files(self._data)
        path = self._before = current(self._folder)
        if path is None or problems:
            return None
        manifest = read_manifest(path, self._data, self._root)
        if copy and manifest.files and manifest.files != {one.key: one.stamp for one in self._files}:
            copy.begin(path)
        if not _is_complete(path, manifest):
            return None
        with _open(path) as db:
            facts = dict(db.execute("SELECT key, value FROM meta").fetchall())
            if facts.get("makers") != self._makers:
                return None
            self._change = find_change(db, self._files, self._root, manifest)
            if self._change is None or not self._change.is_empty:
                return None
            noted = (manifest.store, manifest.files, manifest.documents)
            if noted != (stamp_of(path.stat()), self._change.files, self._change.documents):
                self._keep_manifest(path, self._change.files, self._change.documents)
            return self._report(path, facts["version"], counts_from(db), (), fresh=False)

    def increase(self, copy: StoreCopy) -> Built | None:
        """The current store with the changes; None where everything must be read."""
        path = current(self._folder)
        if path is None or self._change is None:
            return None
        copy.begin(path)
        with _open(path) as db:
            increment = prepare(db, self._change, self._files, self._data, self._root)
            if increment is None:
                return None
            counts = counts_from(db)
        copy.wait()
        with _writing(copy.path, _IN_PAGES) as db:
            content = TableWriter(db)
            content.counts.update(counts)
            touched = self._apply(db, content, index_of(copy.path), increment)
            version = self._finish(db, content)
            _check_index(index_of(copy.path), content.counts["statement"])
            pages = list_written(copy.path.with_name(f"{copy.path.name}-wal"))
            (page_size,) = db.execute("PRAGMA page_size").fetchone()
            db.execute("PRAGMA journal_mode = DELETE")
        written = (path, pages, page_size) if copy.origin else (None, [], 0)
        name = name_store(self._folder, version)
        built = self._report(self._folder / name, version, content.counts, touched, fresh=True)
        self._put(copy.path, built, *written)
        if copy.origin:
            note_pages(built.path, copy.origin, pages, page_size)
        self._keep_manifest(built.path, self._change.files, self._change.documents)
        return built

    def compile(self) -> Built:
        """A store built from nothing."""
        gathering = CorpusPipeline(self._root, make_rows, note=self._note)
        noted: dict[str, FileStamp] = {}
        documents: dict[str, FileStamp] = {}
        with _unfinished(self._folder) as unfinished:
            with _writing(unfinished, _IN_BULK) as db:
                content = TableWriter(db)
                content.create()
                for at, made in gathering.read_folder(self._data):
                    content.take_in(at.file.key, made)
                    noted[at.file.key] = at.file.stamp
                    documents.update([made.document] if made.document else [])
                content.add_vocabulary(gathering.join.vocabulary, list(list_keys(gathering.join.vocabulary)))
                content.join()
                content.create_indexes()
                db.execute("INSERT INTO temp.touched SELECT n FROM statement")
                derived = DerivedData(db, IndexWriter(index_of(unfinished)), self._note)
                derived.put_in()
                derived.finish()
                fill_aggregates(db)
                version = self._finish(db, content)
                _check(db, content.counts)
                _check_index(index_of(unfinished), content.counts["statement"])
            name = name_store(self._folder, version)
            built = self._report(self._folder / name, version, content.counts, None, fresh=True)
            self._put(unfinished, built)
        self._keep_manifest(built.path, noted, documents)
        if built.path.stat().st_size >= _SPARED_FROM:
            make_spare(built.path)
        return built

    def _apply(
        self, db: sqlite3.Connection, content: TableWriter, index: Path, increment: Increment
    ) -> tuple[str, ...]:
        return apply(db, content, DerivedData(db, IndexWriter(index)), increment)

    def _finish(self, db: sqlite3.Connection, content: TableWriter) -> str:
        digest = hashlib.sha256()
        for row in db.execute("SELECT file, source, digest FROM part ORDER BY file, source"):
            digest.update(f"{row}\n".encode())
        made_of = digest.hexdigest()
        version = hashlib.sha256(f"{made_of}\n{self._makers}".encode()).hexdigest()[:16]
        content.write_facts({"format": FORMAT, "version": version, "corpus_sha256": made_of, "makers": self._makers})
        db.execute("COMMIT")
        return version

    def _put(
        self,
        unfinished: Path,
        built: Built,
        before: Path | None = None,
        pages: Collection[int] = (),
        page_size: int = 0,
    ) -> None:
        """Give a complete store its name, and make it the current one once it is on the disk.

        Where it is a copy of the store `before`, `pages` are those in which it differs.
        """
        if not self._force:
            self._refuse_removal(unfinished)
        write_digests(unfinished, before, pages, page_size)
        for beside in (manifest_of(built.path), changed_pages_of(built.path), index_of(built.path)):
            remove(beside)  # of an earlier store of this name
        digests_of(unfinished).replace(digests_of(built.path))
        index_of(unfinished).replace(index_of(built.path))
        unfinished.replace(built.path)
        if self._ready:
            self._ready(built)
        sync_file(built.path)
        sync_folder(self._folder)
        publish(self._folder, built.path)
        prune(self._folder, _KEEP)

    def _refuse_removal(self, unfinished: Path) -> None:
        before = self._before
        if before is None or not read_manifest(before, self._data, self._root).noted_ns:
            return  # the first store of this data folder
        try:
            removed, total = count_removed(before, unfinished)
        except StoreError:
            return  # it is damaged, or of another version
        if removed * _MOST_REMOVED > total:
            raise RemovalError(removed, total)

    def _keep_manifest(self, path: Path, noted: Mapping[str, FileStamp], documents: Mapping[str, FileStamp]) -> None:
        write_manifest(path, BuildManifest(str(self._data), str(self._root), self._noted_ns, None, noted, documents))

    def _report(
        self, path: Path, version: str, counts: dict[str, int], touched: tuple[str, ...] | None, *, fresh: bool
    ) -> Built:
        seconds = time.perf_counter() - self._began
        return Built(path, version, dict(sorted(counts.items())), seconds, fresh, touched, self._before)


def _check(db: sqlite3.Connection, counts: Mapping[str, int]) -> None:
    """Check that the file is sound, and that its tables have as many rows as were inserted."""
    broken = [what for (what,) in db.execute("PRAGMA integrity_check").fetchall() if what != "ok"]
    broken += [f"{table} refers to no {parent}" for table, _, parent, _ in db.execute("PRAGMA foreign_key_check")]
    for table, count in {**counts, "statement_terms": counts["statement"]}.items():
        (found,) = db.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 -- own names
        if found != count:
            broken.append(f"{table} has {found} rows, the records {count}")
    _refuse(broken)


def _check_index(index: Path, statements: int) -> None:
    if IndexReader(index).size != statements:
        _refuse(["the index does not have every statement"])


def _refuse(broken: list[str]) -> None:
    if broken:
        raise StoreError(f"The new store is not sound, so the old one stays: {'; '.join(broken[:5])}.")


def _is_complete(path: Path, manifest: BuildManifest) -> bool:
    """Whether a store is as it was built: a small one is read through, a large one where its file has changed."""
    try:
        stamp = stamp_of(path.stat())
        is_surely_same = manifest.store == stamp and stamp.size > _ALWAYS_CHECKED
        if not is_surely_same and (damage := find_damage(path)):
            log.warning("The store %s is not used: %s", path.name, damage)
            return False
        with _open(path) as db:
            return IndexReader(index_of(path)).size == counts_from(db)["statement"]
    except (OSError, sqlite3.Error, StoreError, KeyError):
        return False


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(make_uri(path), uri=True)) as db:
        yield db


@contextmanager
def _writing(path: Path, manner: str) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript(manner)
        yield db


@contextmanager
def _unfinished(folder: Path) -> Iterator[Path]:
    """A path for a store that is not complete yet; what is still there at the end is removed, with its index."""
    path = folder / name_unfinished("store")
    try:
        yield path
    finally:
        for leftover in (path, index_of(path), digests_of(path)):
            remove(leftover)


@contextmanager
def _reword_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, sqlite3.Error) as error:  # ValueError: tantivy's
        raise StoreError(f"The store cannot be written in {folder}: {_word(error)}.") from error


def _digest_makers() -> str:
    """Digest of all code that decides what a store holds: every module and schema of the packages that make it."""
    digest = hashlib.sha256()
    for library in _LIBRARIES:
        digest.update(f"{library} {version_of(library)}\n".encode())
    for package in _MAKERS:
        folder = Path(str(files(package)))
        for path in sorted(one for one in folder.rglob("*") if one.suffix in (".py", ".sql")):
            digest.update(f"{package}/{path.relative_to(folder).as_posix()}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _word(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    return str(error)
