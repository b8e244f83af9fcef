"""Questions and Answers: plain data between whoever asks (Discord, the terminal) and whoever draws.

A question is a command with its options as typed. An Answer is a title, what was understood, and a list of items that
a renderer draws one by one: an item is never split, so a page ends between two items and never inside a quotation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bot.store.records import (
    CountryTally,
    Match,
    PersonRecord,
    ReportRecord,
    SourceRecord,
    StatementRecord,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A command with its options as typed, and the day it was asked on (so that "last week" stays the same week).

    `after` continues a long answer: the key of the last item that was drawn, None for the beginning; `skipped` is how
    many items came before it, for counting.
    """

    command: str
    options: Mapping[str, str]
    asked_on: date
    after: str | None = None
    skipped: int = 0

    def choose(self, option: str, value: str) -> Question:
        """Give the question with one option set to `value`, or left out where that is empty, from its beginning."""
        options = {name: text for name, text in self.options.items() if name != option}
        if value:
            options[option] = value
        return Question(self.command, options, self.asked_on)


@dataclass(frozen=True, slots=True)
class Snippet:
    """The words to show of one statement, and what they are.

    kind        quoted: `quotations`, each to stand between quotation marks of its own;
                reported: `passage`, in the source's wording, which gets no marks beyond those that it holds itself;
                verbatim: `passage`, the speaker's own words from a document that is theirs, without marks, labelled;
                paraphrase: `paraphrase`, in the reviewer's words, never between marks and always labelled
    report      the report that the quotations and the passage are from
    quotations  the quotations of that report, whole, in order, character for character; may be empty unless kind is
                quoted
    parts       for each of them where the statement's part of it is: (start, end)
    passage     its passage, character for character; verbatim words have […] where a label or direction is left out
    marked      where in `passage` its clauses are: (start, end)
    paraphrase  the statement's reviewed paraphrase, empty where it has none
    fragment    the quotations are too short to be understood alone: show the labelled paraphrase beside them
    """

    kind: Literal["quoted", "reported", "verbatim", "paraphrase"]
    report: ReportRecord
    quotations: tuple[str, ...]
    passage: str
    paraphrase: str
    fragment: bool
    parts: tuple[tuple[int, int], ...] = ()
    marked: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class StatementItem:
    """A statement card. `match`, `why` and `terms` are set by a search; `terms` are to be set in bold."""

    statement: StatementRecord
    snippet: Snippet
    match: Match | None = None
    why: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    more_by_speaker: int = 0


@dataclass(frozen=True, slots=True)
class PassageItem:
    """One report of a statement with its passage in context: text before, the passage, text after, all verbatim.

    `marked` are the quotations as (start, end) offsets into `passage`, end exclusive.
    """

    report: ReportRecord
    before: str
    passage: str
    after: str
    marked: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class PersonItem:
    """Who somebody is: names, roles, time."""

    person: PersonRecord


@dataclass(frozen=True, slots=True)
class CountryItem:
    """A country's tally: the head of its own summary, or a line of the summary of all."""

    tally: CountryTally
    name: str
    head: bool


@dataclass(frozen=True, slots=True)
class SourceItem:
    """A source and what the store holds from it."""

    source: SourceRecord


@dataclass(frozen=True, slots=True)
class HelpItem:
    """How to ask one command: what it answers, its options, and examples that work on the loaded store."""

    command: str
    answers: str
    options: tuple[tuple[str, str, bool], ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactItem:
    """A labelled fact, as in /status, or a line of a reload's report."""

    label: str
    text: str


Item = StatementItem | PassageItem | PersonItem | CountryItem | SourceItem | HelpItem | FactItem


@dataclass(frozen=True, slots=True)
class Entry:
    """An item in its place: the heading that it stands under (drawn where it changes) and the key to go on after it."""

    item: Item
    group: str
    key: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A way on that the asker can take with one click: a label, and the option value that it stands for.

    An empty value leaves the option out of the question; see Question.choose.
    """

    label: str
    option: str
    value: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to one question, from `question.after` on.

    status      found; near (only near hits); nothing; not-understood (an option could not be resolved); ambiguous;
                too-slow (the query was stopped: nothing is said about what the store holds)
                unavailable (the store cannot be read; the title says why)
    title       one line
    understood  what the options were taken to mean: ("country", "South Korea"), ("since", "26 June 2024")
    entries     items in order; more may follow after the last one's key where `more` is True
    total       how many items there are in all; `total_is_more` where counting stopped at a limit
    notes       sentences beside the items: what was left out and why, what might help
    choices     ways on, above all the candidates of what is ambiguous or not understood; a click asks the question
                again with that value in place
    """

    question: Question
    status: Literal["found", "near", "nothing", "not-understood", "ambiguous", "too-slow", "unavailable"]
    title: str
    understood: tuple[tuple[str, str], ...] = ()
    entries: tuple[Entry, ...] = ()
    more: bool = False
    total: int = 0
    total_is_more: bool = False
    notes: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    figures: tuple[tuple[str, int], ...] = field(default=())
