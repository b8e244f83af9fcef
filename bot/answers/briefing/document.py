"""A briefing as a sequence of parts, in reading order: what every format of it draws, each in its own way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.answers.briefing import sentences as lines
from bot.answers.briefing.compose import AttributedStatement, Briefing, Group, Line
from bot.answers.formatting.statement_lines import PARAPHRASE, REPORTED, count
from bot.store.records import SourceLine, StatementRecord


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 is the title, 2 a section, 3 an event, 4 the countries spoken for."""

    level: Literal[1, 2, 3, 4]
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence of ours; `kind` says which, for the layout."""

    kind: Literal["figures", "covers", "circumstance", "nothing", "accounts", "introduction", "conflict", "left-out"]
    text: str


@dataclass(frozen=True, slots=True)
class StatementBlock:
    """A statement.

    head        who did what, to whom and when
    follows     the same speaker goes on: `head` begins with "also"
    quotations  each to stand between quotation marks of its own
    label       what `text` is: a paraphrase, the source's own words, or that its passage was shown above
    text        the passage or the paraphrase, which gets no marks; empty where the quotations can be understood alone
    warnings    what a reader must know about the words
    sources     numbers of its sources in the list at the end, that of the shown words first
    cited       how many sources, and the chain by which the words came
    """

    statement: StatementRecord
    head: str
    follows: bool
    quotations: tuple[str, ...]
    label: str
    text: str
    warnings: tuple[str, ...]
    sources: tuple[int, ...]
    cited: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A source in the list at the end, with its number there and how many of the statements it reports."""

    number: int
    source: SourceLine
    text: str
    statements: str


Part = Heading | Remark | StatementBlock | Listed


def list_parts(briefing: Briefing) -> Iterator[Part]:
    """List the parts of a briefing."""
    parts = _Parts(briefing, (), {})
    yield from parts.list_head()
    yield from parts.list_rest()


def list_rest(briefing: Briefing, without: Collection[str], written: Mapping[str, lines.AttributedLines]) -> list[Part]:
    """List what follows the head, but for the statements (ids) that a reader has seen in it.

    `written` are lines of statements by id, as far as they are written already.
    """
    return list(_Parts(briefing, without, written).list_rest())


class _Parts:
    def __init__(
        self, briefing: Briefing, without: Collection[str], written: Mapping[str, lines.AttributedLines]
    ) -> None:
        self._briefing = briefing
        self._locale = briefing.request.locale
        self._sources: dict[str, tuple[int, SourceLine, set[str]]] = {}
        self._passages: set[str] = set()
        self._without = without
        self._written = written
        self._shown = set(without)

    def list_rest(self) -> Iterator[Part]:
        briefing = self._briefing
        for heading, groups in ((lines.SAID, briefing.said), (lines.NEWLY_HELD, briefing.newly_held)):
            parts = [part for group in groups for part in self._list_group(group)]
            if parts:
                yield from (Heading(2, heading), *parts)
        if briefing.left_out:
            yield Remark("left-out", lines.tell_left_out(briefing))
        if briefing.conflicts:
            yield Heading(2, lines.CONFLICTS)
            yield from (Remark("conflict", text) for text in self._tell_conflicts())
        yield from self._list_open()
        if briefing.on_this_day:
            yield Heading(2, lines.ON_THIS_DAY)
            yield from map(self._show, briefing.on_this_day)
        if self._sources:
            yield Heading(2, lines.SOURCES)
            yield Remark("introduction", lines.INTRODUCE_SOURCES)
            for number, source, ids in self._sources.values():
                named = lines.describe_document(source, self._locale)
                yield Listed(number, source, named, count(len(ids), "statement"))

    def _tell_conflicts(self) -> Iterator[str]:
        """Each conflict once, also where two statements have it, with the numbers of the sources that have it."""
        found: dict[str, dict[int, None]] = {}
        for note in self._briefing.conflicts:
            numbers = found.setdefault(lines.tell_conflict(note), {})
            for source in (note.conflict.source, note.conflict.with_source):
                if source in self._sources:
                    numbers[self._sources[source][0]] = None
        for text, numbers in found.items():
            yield f"{text} [{', '.join(map(str, numbers))}]" if numbers else text

    def list_head(self) -> Iterator[Part]:
        briefing = self._briefing
        if briefing.nothing_new:
            yield Remark("nothing", lines.tell_nothing(briefing))
        else:
            yield Heading(1, lines.head_briefing(briefing))
            yield Remark("figures", lines.tell_figures(briefing))
            yield Remark("covers", lines.tell_scope(briefing))
        yield from (Remark("circumstance", text) for text in lines.list_circumstances(briefing))

    def _list_group(self, group: Group) -> Iterator[Part]:
        self._passages = set()
        parts: list[Part] = []
        for block in group.blocks:
            shown = [part for line in block.lines for part in self._list_line(line)]
            if shown:
                parts += [Heading(4, lines.head_block(block.sides, self._locale)), *shown]
        if parts:
            yield Heading(3, lines.head_group(group, self._locale))
            if group.accounts:
                yield Remark("accounts", lines.tell_accounts(group))
            yield from parts

    def _list_line(self, line: Line) -> Iterator[Part]:
        follows = False
        for one in line.statements:
            if one.statement.id in self._without:
                self._list_sources(one)
            else:
                yield self._show(one, self._written.get(one.statement.id), follows=follows)
                follows = True

    def _list_open(self) -> Iterator[Part]:
        briefing = self._briefing
        if not briefing.open_questions:
            return
        yield Heading(2, lines.OPEN_QUESTIONS)
        yield Remark("introduction", lines.introduce_open(briefing.request.day, self._locale))
        parties = ("", "")
        for question in briefing.open_questions:
            if (question.asker.id, question.addressee.id) != parties:
                parties = (question.asker.id, question.addressee.id)
                yield Heading(4, lines.head_request(question, self._locale))
            yield self._show(question.request)

    def _show(
        self, one: AttributedStatement, written: lines.AttributedLines | None = None, *, follows: bool = False
    ) -> StatementBlock:
        statement, words = one.statement, one.snippet
        written = written or lines.write_attributed(one, self._locale)
        label, text = "", ""
        again = statement.id in self._shown
        if again:
            label = lines.SHOWN_ABOVE
        elif words.kind == "quoted":
            label, text = (PARAPHRASE, words.paraphrase) if words.fragment else ("", "")
        elif words.passage in self._passages:
            label = lines.IN_PASSAGE_ABOVE
        else:
            label = REPORTED if words.kind == "paraphrase" else written.lines.label
            text = words.passage
            self._passages.add(words.passage)
        self._shown.add(statement.id)
        return StatementBlock(
            statement=statement,
            head=lines.tell_also(written.lines) if follows else lines.tell_who(written.lines, self._locale),
            follows=follows,
            quotations=words.quotations if words.kind == "quoted" and not again else (),
            label=label,
            text=text,
            warnings=() if again else written.warnings,
            sources=self._list_sources(one),
            cited=written.cited,
        )

    def _list_sources(self, one: AttributedStatement) -> tuple[int, ...]:
        cited = [one.snippet.report.source, *(report.source for report in one.statement.reports)]
        return tuple(self._number(source, one.statement) for source in dict.fromkeys(cited))

    def _number(self, source: SourceLine, statement: StatementRecord) -> int:
        number, _, ids = self._sources.setdefault(source.id, (len(self._sources) + 1, source, set()))
        ids.add(statement.id)
        return number
