"""Joins what was found in the parts: names that stand twice, names that stand for nothing, days that disagree."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.corpus.checking.day_order import agree_on_day, is_after
from bot.corpus.checking.near_duplicates import NearDuplicates
from bot.corpus.checking.part_results import UNCERTAIN, FormerId, Mark, RepeatReport, StatementFacts, Summary
from bot.corpus.checking.references import SECTIONS_OF
from bot.corpus.checking.written_speakers import NestedQuotation, SpeakerNames, WrittenSpeaker, is_own_name
from bot.corpus.edtf import parse_day
from bot.corpus.problems import Problem, show
from bot.corpus.vocabulary import Vocabularies

# Looking for the nearest name costs a pass over all of them; after so many mistakes the reader has enough to do.
_SUGGESTIONS, _COMPARED = 500, 2_000_000
_SEVERAL, _SHOWN_NAMES = 2, 5  # names: one alone may be a slip
_WORD = re.compile("[A-Za-z0-9]+(?:-[a-z0-9]+)*")
_ANOTHER_ID = "keep one of them, or give this one another id"


class ExistingCorpus(Protocol):
    """What is held already of a corpus of which only some parts are read."""

    vocabulary: Vocabularies

    def file_of(self, kind: str, name: str) -> str | None:
        """The data file that brings in a source, statement, document or entry of a section; None where none does."""

    def facts_of(self, statement: str) -> StatementFacts:
        """The days and speakers of a statement that is there."""

    def find_new_id(self, statement: str) -> str | None:
        """The id that a renamed or merged statement has now; None for any other name."""

    def list_like(self, kind: str, name: str) -> Collection[str]:
        """Ids of sources or statements among which the one may be that was meant."""

    def list_texts(self) -> Iterable[str]:
        """The texts of the documents that are held."""


class NoCorpus:
    """What is held where all parts are read."""

    def __init__(self) -> None:
        self.vocabulary = Vocabularies()

    def file_of(self, kind: str, name: str) -> str | None:  # noqa: ARG002
        return None

    def facts_of(self, statement: str) -> StatementFacts:  # noqa: ARG002
        return StatementFacts()

    def find_new_id(self, statement: str) -> str | None:  # noqa: ARG002
        return None

    def list_like(self, kind: str, name: str) -> Collection[str]:  # noqa: ARG002
        return ()

    def list_texts(self) -> Iterable[str]:
        return ()


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where something is brought in: the number of its part, the line and the column."""

    part: int
    line: int
    column: int


class CrossCheck:
    """Takes the summaries in, in the order of the parts. Then it is everything that is known of the corpus."""

    def __init__(self, existing: ExistingCorpus) -> None:
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self.vocabulary = existing.vocabulary
        self.spellings: set[str] = set()
        self.spelt = self.reports = self.quotations = self.conflicts = 0
        self.folder = "data"  # how problems name the data folder
        self.lacks = ""  # what a folder lacks that is read as a whole
        self.is_complete = True
        self._absent: set[str] = set()
        self.misses_documents = False
        self.sources: dict[str, _Origin] = {}
        self._existing = existing
        self._files: list[str] = []
        self._documents: dict[str, _Origin] = {}
        self._statements: dict[str, tuple[int, int, StatementFacts]] = {}  # the part, the line and the days
        self._entries: dict[tuple[str, str], _Origin] = {}
        self._parts_of: dict[str, tuple[str, int, int]] = {}  # the file, and where an event says what it is part of
        self._unresolved: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._repeats: list[tuple[int, RepeatReport]] = []
        self._unsettled: set[int] = set()
        self._doubled: set[int] = set()
        self._spelt_in: set[int] = set()
        self._unread: set[str] = set()
        self._unused: set[str] = set()
        self._compared = self._suggested = 0
        self._recorded: dict[int, Mark] = {}
        self._texts: dict[str, int] = {}
        self._sketches = NearDuplicates()
        self._quoted: dict[int, tuple[int, str, int]] = {}  # the part, the statement and the line
        self._written_speakers: list[tuple[int, WrittenSpeaker]] = []
        self._nested: list[tuple[int, NestedQuotation]] = []
        self._former_ids: list[tuple[int, FormerId]] = []
        self._renamed: dict[str, str] = {}

    def add(self, one: Summary) -> None:
        """Take a part in."""
        part = len(self._files)
        self._files.append(one.file)
        self.problems += one.problems
        self.reports += one.reports
        self.quotations += one.quotations
        self.conflicts += one.conflicts
        if not one.is_read:
            self.is_complete = False
            self._unread.update(_WORD.findall(one.unread))
        if one.recorded is not None and one.document is None:
            self.misses_documents = True
        self._add_vocabulary(part, one)
        if one.source:
            self._take_source(part, one.source)
        if one.recorded and one.recorded.name:
            self._take_document(part, one.recorded)
        for statement, line, day in one.statements:
            if statement in self._statements or self._existing.file_of("statement", statement) is not None:
                self._doubled.add(part)
            self._statements.setdefault(statement, (part, line, day))
        for name in one.unresolved:
            self._unresolved[name].append(part)
        self._repeats += ((part, repeat) for repeat in one.repeats)
        if not one.is_settled:
            self._unsettled.add(part)
        self._note_twice(part, one)
        self._former_ids += ((part, former) for former in one.former_ids)
        self._renamed.update((former.name, former.statement) for former in one.former_ids)
        self._nested += ((part, nested) for nested in one.nested)
        for written in one.written_speakers:
            speakers = written.speakers or self._speakers_of(written.statement)
            if not is_own_name(written.written, speakers, self.vocabulary.people):
                self._written_speakers.append((part, written))

    @property
    def is_sound(self) -> bool:
        """Whether no mistake is known so far, and no statement that two entries bring in."""
        return not self.problems and not self._doubled

    @property
    def documents(self) -> Collection[str]:
        """The names of the documents of the parts."""
        return self._documents.keys()

    @property
    def statements(self) -> Collection[str]:
        """The ids of all statements of the parts."""
        return self._statements.keys()

    def count_repeated(self) -> int:
        """How many statements are in several sources."""
        return len({
            repeat.statement for part, repeat in self._repeats
            if repeat.statement in self._statements and self._statements[repeat.statement][0] != part
        })  # fmt: skip

    def finish(self) -> None:
        """Find what is wrong between the entries of the vocabularies; everything is taken in."""
        for (section, name), place in self._entries.items():
            if section == "organisations" and name in self.vocabulary.ids["people"]:
                where = self._word_place("people", name, self._entries.get(("people", name)))
                what = f"{show(name)} is a person too, {where}"
                todo = "give one of them another id: speakers are named by id alone"
                self.problems.append(Problem(self._files[place.part], place.line, place.column, what, todo))
        self._refuse_circles()
        self._refuse_doubled_ids()
        self._compare_speakers()
        self._report_absent_sections()
        if self.lacks and not self.problems:
            todo = "put records into it, a file for each source under sources/, or name another folder"
            self.problems.append(Problem(self.folder, 1, 1, self.lacks, todo))

    def list_open(self, unused: Collection[str]) -> list[int]:
        """The parts to be looked at again, in order: what they name is not there, or must be settled with the rest.

        `unused` are the spellings that stand in no document.
        """
        self._unused = set(unused)
        parts = self._unsettled | self._doubled
        for (kind, name), users in self._unresolved.items():
            if not self.has(kind, name):
                parts.update(users)
        for part, repeat in self._repeats:
            if (repeat.day or repeat.published) and self.has("statement", repeat.statement):
                days = self.facts_of(repeat.statement)
                differs = repeat.day and not agree_on_day(days.day, parse_day(repeat.day))
                if differs or (repeat.published and is_after(days, date.fromisoformat(repeat.published))):
                    parts.add(part)
        return sorted(parts | (self._spelt_in if unused else set()))

    def is_unsettled(self, part: int) -> bool:
        """Whether a part's speakers had to wait for the others."""
        return part in self._unsettled

    def has(self, kind: str, name: str) -> bool:
        """Whether there is such a thing, or may be one in what could not be read."""
        if (
            name in self._unread
            or kind in self._absent
            or any(name in self.vocabulary.ids[section] for section in SECTIONS_OF[kind])
        ):
            return True
        if kind == "statement":
            return self.is_statement(name)
        return kind == "source" and (name in self.sources or self._existing.file_of(kind, name) is not None)

    def facts_of(self, statement: str) -> StatementFacts:
        """The days and speakers of a statement; none where there is no such statement."""
        if statement in self._statements:
            return self._statements[statement][2]
        if statement in self._unread:
            return StatementFacts(UNCERTAIN, UNCERTAIN)
        return self._existing.facts_of(statement)

    def find_double(self, statement: str, file: str, line: int) -> str | None:
        """Where a statement stands already that an entry brings in once more; None where the entry is the one."""
        held = self._existing.file_of("statement", statement)
        if held is not None:
            return f"in {held}"
        first = self._statements[statement]
        at = (self._files[first[0]], first[1])
        return None if at == (file, line) else f"in {at[0]}, line {at[1]}"

    def is_unused(self, spelling: str) -> bool:
        """Whether a spelling stands in no document."""
        return spelling in self._unused

    def find_new_id(self, statement: str) -> str | None:
        """The id that a renamed or merged statement has now; None for any other name."""
        return self._renamed.get(statement) or self._existing.find_new_id(statement)

    def list_like(self, kind: str, name: str) -> Collection[str]:
        """Names of that kind among which the one may be that was meant; none where enough was suggested already."""
        ids: dict[str, Collection[str]] = {
            "source": self.sources.keys(), "statement": self._statements.keys(),
        }  # fmt: skip
        own = [ids[kind]] if kind in ids else [self.vocabulary.ids[section] for section in SECTIONS_OF[kind]]
        self._suggested += 1
        self._compared += sum(map(len, own))
        if self._suggested > _SUGGESTIONS or self._compared > _COMPARED:
            return ()
        return {one for names in (*own, self._existing.list_like(kind, name)) for one in names}

    def _add_vocabulary(self, part: int, one: Summary) -> None:
        for defined in one.vocabulary:
            mark, entry = defined.mark, defined.entry
            if entry.section == "events":
                self._parts_of.setdefault(entry.id, (one.file, *defined.part_of))
            if entry.id and entry.id in self.vocabulary.ids[entry.section]:
                known = self._entries.get((entry.section, entry.id))
                where = self._word_place(entry.section, entry.id, known)
                what = f"the id under `{entry.section}` {show(entry.id)} is there already, {where}"
                self.problems.append(Problem(one.file, mark.line, mark.column, what, _ANOTHER_ID))
                continue
            self._entries[entry.section, entry.id] = _Origin(part, mark.line, mark.column)
            self.vocabulary.add([entry])
            self.spellings.update(defined.spellings)
            self.spelt += len(defined.spellings)
            if defined.spellings:
                self._spelt_in.add(part)

    def _take_document(self, part: int, mark: Mark) -> None:
        known = self._documents.setdefault(mark.name, _Origin(part, mark.line, mark.column))
        other = self._files[known.part] if known.part != part else self._existing.file_of("document", mark.name)
        if other is not None:
            what = f"{show(mark.name)} is recorded already, in {other}"
            todo = "keep one record for each document"
            self.problems.append(Problem(self._files[part], mark.line, mark.column, what, todo))

    def _take_source(self, part: int, mark: Mark) -> None:
        known = self.sources.get(mark.name)
        if known is None:
            self.sources[mark.name] = _Origin(part, mark.line, mark.column)
        if known is not None or self._existing.file_of("source", mark.name) is not None:
            where = self._word_place("source", mark.name, known)
            what = f"the source {show(mark.name)} is there already, {where}"
            self.problems.append(Problem(self._files[part], mark.line, mark.column, what, _ANOTHER_ID))

    def _note_twice(self, part: int, one: Summary) -> None:
        """Note a document that is there already, wholly or nearly, and words that are recorded twice."""
        alike: dict[int, str] = {}
        for other, share in self._sketches.add(part, one.sketch):
            alike[other] = f"about {share:.0%} of this document stands"
        if one.sketch and one.text_sha256 in self._texts:
            alike[self._texts[one.text_sha256]] = "all of this document stands"
        if one.sketch:
            self._texts.setdefault(one.text_sha256, part)
        if one.recorded and one.sketch:
            self._recorded[part] = one.recorded
            for other, how in alike.items():
                at = self._recorded[other]
                what = f"{how} in {show(at.name)} too, recorded in {self._files[other]}, line {at.line}"
                todo = (
                    "record what both report once, with `same_as`; if that is so, say it under `exceptions: {twice: …}`"
                )
                self.notes.append(Problem(one.file, one.recorded.line, one.recorded.column, what, todo))
        for words in one.quoted:
            known = self._quoted.setdefault(words.key, (part, words.statement, words.line))
            if known[1] != words.statement:
                what = (
                    f"{words.statement} has a quotation of the same speaker and day as {known[1]}, "
                    f"in {self._files[known[0]]}, line {known[2]}"
                )
                todo = f"is it one statement? Then report it with `same_as: {known[1]}`"
                self.notes.append(Problem(one.file, words.line, 1, what, todo))

    def _word_place(self, kind: str, name: str, known: _Origin | None) -> str:
        if known is not None:
            return f"in {self._files[known.part]}, line {known.line}"
        return f"in {self._existing.file_of(kind, name) or 'another file'}"

    def _report_absent_sections(self) -> None:
        """Report a section that no file has, and many records name entries of, once: its file is missing."""
        missing: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for (kind, name), parts in self._unresolved.items():
            if not self.has(kind, name):
                missing[kind][name] += len(parts)
        for section in sorted({section for kind in missing for section in SECTIONS_OF[kind]}):
            kinds = [kind for kind in missing if section in SECTIONS_OF[kind]]
            names = sorted({name for kind in kinds for name in missing[kind]})
            if self.vocabulary.ids[section] or len(names) < _SEVERAL:
                continue
            self._absent.update(kinds)
            shown = ", ".join(names[:_SHOWN_NAMES]) + (" …" if len(names) > _SHOWN_NAMES else "")
            what = f"no file brings `{section}`, and {len(names)} names that records use stand for nothing: {shown}"
            todo = f"restore the file of {section}, such as {self.folder}/{section}.yaml, or write their entries"
            self.problems.append(Problem(self.folder, 1, 1, what, todo))

    def _compare_speakers(self) -> None:
        """Report speakers as written who are others than the statement's, and quotations within another speaker's."""
        names = SpeakerNames(self.vocabulary)
        for part, written in self._written_speakers:
            speakers = self._speakers_of(written.statement)
            wrong = written.describe_other(names, speakers, self._files[part]) if speakers else None
            if wrong:
                self.problems.append(wrong)
        for part, nested in self._nested:
            inner, outer = (own or self._speakers_of(name) for name, own in (nested.inner, nested.outer))
            wrong = nested.describe(inner, outer, self._files[part])
            if wrong:
                self.problems.append(wrong)

    def _speakers_of(self, statement: str) -> tuple[str, ...]:
        return self.facts_of(statement).speakers

    def _refuse_doubled_ids(self) -> None:
        """Former ids that are another statement's, now or before, and withdrawn ids that are in use."""
        owners: dict[str, str] = {}
        for part, former in self._former_ids:
            file, where = self._files[part], ""
            if self.is_statement(former.name):
                where = "is the id of a statement that is there"
            elif former.name in self.vocabulary.ids["withdrawn"]:
                where = "is withdrawn"
            elif former.name in owners:
                where = f"is a former id already, in {owners[former.name]}"
            elif self._existing.find_new_id(former.name) is not None:
                where = f"is a former id already, of {self._existing.find_new_id(former.name)}"
            if where:
                todo = "a former id belongs to one statement alone: take it away here, or correct it"
                self.problems.append(Problem(file, former.line, former.column, f"{show(former.name)} {where}", todo))
            owners.setdefault(former.name, f"{file}, line {former.line}")
        for name, (part, line, _) in self._statements.items():
            renamed = self._existing.find_new_id(name)
            if renamed is not None and renamed != name:
                what = f"{show(name)} is a former id of {renamed}"
                self.problems.append(Problem(self._files[part], line, 1, what, "give this statement another id"))
        for (section, name), place in self._entries.items():
            if section == "withdrawn" and self.is_statement(name):
                what = f"the statement {show(name)} is withdrawn, and an entry brings it in"
                todo = "take the entry away, or the withdrawal"
                self.problems.append(Problem(self._files[place.part], place.line, place.column, what, todo))

    def is_statement(self, name: str) -> bool:
        """Whether an entry brings in a statement of this id."""
        return name in self._statements or self._existing.file_of("statement", name) is not None

    def _refuse_circles(self) -> None:
        """Events that are part of themselves, each circle reported once, at the first of its events."""
        events = self.vocabulary.events
        settled: set[str] = set()
        for name, where in self._parts_of.items():
            way: dict[str, None] = {}
            at: str | None = name
            while at is not None and at in events and at not in settled and at not in way:
                way[at] = None
                at = events[at].part_of
            if at is not None and at in way:
                circle = list(way)[list(way).index(at) :]
                chain = " → ".join([*circle, circle[0]])
                what = f"this event is part of itself: {chain}"
                self.problems.append(Problem(*where, what, "take one `part_of` away"))
            settled.update(way)
