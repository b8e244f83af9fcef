"""Goes through the parts of a corpus, in several processes where there is much to read, and joins what they find.

Nothing of a part is kept but what the others need to know, so that memory does not grow with the texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from bot.corpus.checking.cross_check import CrossCheck, ExistingCorpus, NoCorpus
from bot.corpus.checking.documents import read_texts
from bot.corpus.checking.part_check import examine
from bot.corpus.checking.part_results import CheckContext, CheckedPart, Summary
from bot.corpus.checking.spellings import Spellings, find_unused_spellings
from bot.corpus.problems import CorpusError, Problem
from bot.corpus.reading.data_files import DataFile, Part, cut, list_files, name_in, read_bytes
from bot.corpus.worker_pool import run_in_processes

T = TypeVar("T")
Note = Callable[[str, int, int], None]

_WORTH_PROCESSES = 3_000_000  # bytes of records; fewer are read sooner than another process has started


@dataclass(frozen=True, slots=True)
class PartAt:
    """Where a part is: the file, and which of its parts."""

    file: DataFile
    number: int

    def read(self) -> Part | None:
        """The part as it is now; None where it is no longer there."""
        raw = read_bytes(self.file)
        parts = [] if isinstance(raw, Problem) else cut(self.file, raw)
        return parts[self.number] if self.number < len(parts) else None


class CorpusPipeline(Generic[T]):
    """Examines parts and makes of each what `make` makes of it; after that `join` knows all about them.

    `make` is called in other processes too: it must be found by name in its module. `note` is told now and then how
    many bytes of how many have been read, as ("reading", done, all).
    """

    def __init__(
        self, root: Path, make: Callable[[CheckedPart], T], held: ExistingCorpus | None = None, note: Note | None = None
    ) -> None:
        self._held = held or NoCorpus()
        self.join = CrossCheck(self._held)
        self._root = root
        self._make = make
        self._note = note
        self._found: set[str] = set()
        self._read: list[tuple[PartAt, str]] = []

    def read_folder(self, data: Path, *, may_be_empty: bool = False) -> Iterator[tuple[PartAt, T]]:
        """All parts of a data folder: see read_parts. Without sources it is a mistake, unless it is only begun."""
        files, problems = list_files(data)
        self.join.problems += problems
        self.join.is_complete = not problems
        self.join.folder = name_in(data, data)
        if not may_be_empty and not any(file.is_source for file in files):
            self.join.lacks = "the folder holds no sources" if files else "the folder holds no records"
        sizes = [file.stamp.size for file in files]
        done = 0

        def cut_files(is_source: bool) -> Iterator[tuple[PartAt, Part]]:
            nonlocal done
            for file, size in zip(files, sizes, strict=True):
                if file.is_source == is_source:
                    yield from self._cut(file)
                    done += size
                    if self._note:
                        self._note("reading", done, sum(sizes))

        yield from self.read_parts(cut_files(False), cut_files(True), sum(sizes))

    def read_parts(
        self, shared: Iterable[tuple[PartAt, Part]], sources: Iterable[tuple[PartAt, Part]], size: int
    ) -> Iterator[tuple[PartAt, T]]:
        """What was made of each part: first of those of `shared` vocabularies, then of the `sources`.

        `size` is about how many bytes there are to read. After the first mistake nothing more is made. At the end
        raises CorpusError with every mistake. Raises OSError where a process that reads is ended from outside.
        """
        for at, part in shared:
            examined = examine(part, CheckContext(self._root, self.join.vocabulary))
            yield from self._take(at, _Result(examined.summary, self._make(examined), frozenset()))
        work = _Work(CheckContext(self._root, self.join.vocabulary), self.join.spellings, self._make)
        if size < _WORTH_PROCESSES:
            for at, part in sources:
                yield from self._take(at, work(part))
        else:
            for at, result in run_in_processes(work, ((at, part, len(part.raw)) for at, part in sources)):
                yield from self._take(at, result)
        self.join.finish()
        yield from self._look_again()
        if self.join.problems:
            raise CorpusError(self.join.problems)

    def _cut(self, file: DataFile) -> Iterator[tuple[PartAt, Part]]:
        raw = read_bytes(file)
        if isinstance(raw, Problem):
            self.join.problems.append(raw)
            self.join.is_complete = False
        else:
            yield from ((PartAt(file, number), part) for number, part in enumerate(cut(file, raw)))

    def _take(self, at: PartAt, result: _Result[T]) -> Iterator[tuple[PartAt, T]]:
        self._read.append((at, result.summary.digest))
        self._found |= result.found
        self.join.add(result.summary)
        if result.summary.is_settled and self.join.is_sound:
            yield at, result.made

    def _look_again(self) -> Iterator[tuple[PartAt, T]]:
        judged = self.join.is_complete and not self.join.misses_documents
        missing = self.join.spellings - self._found if judged else set()
        unused = find_unused_spellings(missing, self._list_texts()) if missing else set()
        context = CheckContext(self._root, self.join.vocabulary, self.join)
        for number in self.join.list_open(unused):
            at, digest = self._read[number]
            part = at.read()
            if part is None or part.digest != digest:
                what = "the file was changed while it was read"
                self.join.problems.append(Problem(at.file.name, 1, 1, what, "try again"))
                continue
            examined = examine(part, context)
            self.join.problems += examined.summary.problems
            if self.join.is_unsettled(number) and self.join.is_sound:
                yield at, self._make(examined)

    def _list_texts(self) -> Iterator[str]:
        yield from read_texts(self._root, self.join.documents)
        yield from self._held.list_texts()


@dataclass(frozen=True, slots=True)
class _Result(Generic[T]):
    """What came of one part; `found` are the spellings that its document holds."""

    summary: Summary
    made: T
    found: frozenset[str]


class _Work(Generic[T]):
    """What is done with each source's part, here or in another process."""

    def __init__(self, context: CheckContext, spellings: Iterable[str], make: Callable[[CheckedPart], T]) -> None:
        self._context = context
        self._spellings = Spellings(spellings)
        self._make = make

    def __call__(self, part: Part) -> _Result[T]:
        examined = examine(part, self._context)
        own = Spellings(spelling for defined in examined.summary.vocabulary for spelling in defined.spellings)
        readings = examined.quoted.source.readings if examined.quoted else ()
        found = self._spellings.find_in(readings) | own.find_in(readings)
        return _Result(examined.summary, self._make(examined), frozenset(found))
