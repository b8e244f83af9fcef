"""A briefing: what became news since the last one, by event and country, as records and nothing else."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot.answers.formatting.snippets import choose_snippet
from bot.answers.model import Snippet
from bot.answers.options.scope import EVERYTHING, LABEL_OF_EVERYTHING, Scope, describe_scope
from bot.store.errors import QueryTooSlow
from bot.store.queries.briefings import Figures, Institution, Occasion, Request
from bot.store.records import ConflictRecord, Party, ReportRecord, StatementRecord
from bot.store.store import Store

ON_THIS_DAY = "on-this-day"
OPEN_QUESTIONS = "open-questions"
SECTIONS = (ON_THIS_DAY, OPEN_QUESTIONS)
MOST_STATEMENTS = 300
MOST_ON_THIS_DAY = 5
MOST_OPEN = 20
# A chain of reporting ends with a side's own account only where it ends with one of these; the rest hand on.
_OFFICIAL = frozenset(("government", "ministry", "presidency", "embassy", "parliament", "armed-forces"))


@dataclass(frozen=True, slots=True)
class BriefingRequest:
    """What a briefing is to hold.

    since       the first day that it covers; `day` is the last one, and the day that it is for
    newly_held  ids of statements that the store holds since the previous briefing, with the day of that
    already     ids that were posted to this channel before; they are left out
    sections    optional sections, of SECTIONS
    late        how long after its hour it is posted, None where it is in time
    missed      days since the previous one whose own briefing is missing, because the bot was not running
    failed      days since then whose own briefing could not be posted
    """

    day: date
    since: date
    scope: Scope = EVERYTHING
    newly_held: Mapping[str, date] = field(default_factory=dict)
    already: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    locale: str = "en"
    late: timedelta | None = None
    missed: tuple[date, ...] = ()
    failed: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """Whose account of an event this is: the institution that handed it on, and the country that it speaks for."""

    holder: Party
    country: str


@dataclass(frozen=True, slots=True)
class AttributedStatement:
    """A statement, the words that are shown of it, and whose account these are.

    `account` is None where no side's institution handed the words on, or where there is no need to say so.
    """

    statement: StatementRecord
    snippet: Snippet
    account: Account | None = None

    @property
    def is_recounted(self) -> bool:
        """Whether the words to show are another party's account of them."""
        return self.snippet.report.recounted_by is not None


@dataclass(frozen=True, slots=True)
class Line:
    """What one speaker (or several together) said on one occasion, the newest first; never empty."""

    statements: tuple[AttributedStatement, ...]

    @property
    def newest(self) -> AttributedStatement:
        """The newest words."""
        return self.statements[0]


@dataclass(frozen=True, slots=True)
class Block:
    """What was said for one country, or for several together; `sides` are codes, empty for a body of no country."""

    sides: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One event, or all that belongs to none (`occasion` is None).

    `accounts` are those of it that the store holds, where they are of two countries or more.
    """

    occasion: Occasion | None
    blocks: tuple[Block, ...]
    accounts: tuple[Account, ...]

    @property
    def statements(self) -> tuple[StatementRecord, ...]:
        """Every statement of the group, in order."""
        return tuple(one.statement for block in self.blocks for line in block.lines for one in line.statements)


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A request to which no answer is held: of whom, and to whom."""

    request: AttributedStatement
    asker: Party
    addressee: Party


@dataclass(frozen=True, slots=True)
class ConflictNote:
    """Readings of a statement that disagree, or a source that errs on it."""

    statement: StatementRecord
    report: ReportRecord
    conflict: ConflictRecord


@dataclass(frozen=True, slots=True)
class Briefing:
    """What a briefing says.

    figures        over all that is new, also what is left out
    said           released, or said where no release is known, in the days that it covers
    newly_held     held since the previous briefing, but of other days, or of no known one
    on_this_day    said on the same day of earlier years
    open_questions requests to which no answer is held
    conflicts      of the statements above, in their order
    statement_ids  the ids of all that is new, in the order in which they are shown: for `already` next time
    left_out       how many of the new ones are not shown, because there are too many; they are the last of the ids
    too_slow       optional sections, of SECTIONS, that are left out because looking them up took too long
    """

    request: BriefingRequest
    figures: Figures
    said: tuple[Group, ...]
    newly_held: tuple[Group, ...]
    on_this_day: tuple[AttributedStatement, ...]
    open_questions: tuple[OpenQuestion, ...]
    conflicts: tuple[ConflictNote, ...]
    statement_ids: tuple[str, ...]
    left_out: int
    scope_label: str
    too_slow: tuple[str, ...] = ()

    @property
    def nothing_new(self) -> bool:
        """Whether there is nothing new."""
        return not self.statement_ids


async def compose(store: Store, request: BriefingRequest) -> Briefing:
    """Compose a briefing from what the store holds. Raises QueryTooSlow where that takes too long for what is new.

    A section that takes too long is left out: the news do not wait for it.
    """
    is_narrowed = request.scope != EVERYTHING
    within = request.scope.alternatives if is_narrowed else ()
    news = await store.news(
        request.since,
        request.day,
        within,
        held=request.newly_held.keys(),
        without=request.already,
        limit=MOST_STATEMENTS,
    )
    earlier: Sequence[StatementRecord] = ()
    requests: Sequence[Request] = ()
    too_slow = []
    if ON_THIS_DAY in request.sections:
        try:
            earlier = await store.same_day(request.day, within, MOST_ON_THIS_DAY)
        except QueryTooSlow:
            too_slow.append(ON_THIS_DAY)
    if OPEN_QUESTIONS in request.sections:
        try:
            requests = await store.open_requests(request.day, within, MOST_OPEN)
        except QueryTooSlow:
            too_slow.append(OPEN_QUESTIONS)
    asked = [one.statement for one in requests]
    words = choose_snippets((*news.said, *news.newly_held, *earlier, *asked))
    said = group_statements(attribute(news.said, news.bodies, words), news.occasions)
    newly_held = group_statements(attribute(news.newly_held, news.bodies, words), news.occasions)
    shown = [statement for group in (*said, *newly_held) for statement in group.statements]
    return Briefing(
        request=request,
        figures=news.figures,
        said=said,
        newly_held=newly_held,
        on_this_day=tuple(AttributedStatement(one, words[one.id]) for one in earlier),
        open_questions=tuple(
            OpenQuestion(AttributedStatement(one.statement, words[one.statement.id]), one.asker, one.addressee)
            for one in sorted(requests, key=lambda one: (one.asker.name, one.addressee.name))
        ),
        conflicts=list_conflicts(shown),
        statement_ids=tuple(dict.fromkeys((*(statement.id for statement in shown), *news.ids))),
        left_out=len(news.ids) - len(shown),
        scope_label=await asyncio.to_thread(describe_scope, request.scope, store.directory, request.locale)
        if is_narrowed
        else LABEL_OF_EVERYTHING,
        too_slow=tuple(too_slow),
    )


def choose_snippets(statements: Iterable[StatementRecord]) -> dict[str, Snippet]:
    """Choose the words to show of each statement, once, by its id."""
    return {statement.id: choose_snippet(statement) for statement in statements}


def attribute(
    statements: Iterable[StatementRecord], bodies: Mapping[str, Institution], words: Mapping[str, Snippet]
) -> list[AttributedStatement]:
    """Say of each statement whose account its shown words are; `words` holds them by the statement's id."""
    return [AttributedStatement(one, words[one.id], find_account(words[one.id], bodies)) for one in statements]


def group_statements(statements: Iterable[AttributedStatement], occasions: Mapping[str, Occasion]) -> tuple[Group, ...]:
    """Put statements under their events, newest event first, and in each under the countries spoken for."""
    by_event: dict[str, list[AttributedStatement]] = defaultdict(list)
    for one in statements:
        by_event[one.statement.event[0] if one.statement.event else ""].append(one)
    groups = [_make_group(occasions.get(key), found) for key, found in by_event.items()]
    return tuple(sorted(groups, key=_rank_group, reverse=True))


def list_conflicts(statements: Iterable[StatementRecord]) -> tuple[ConflictNote, ...]:
    """List what the reports of each statement disagree on; two sources that name one another are listed once."""
    found: dict[tuple[str, str, frozenset[str]], ConflictNote] = {}
    for statement in statements:
        for report in statement.reports:
            for conflict in report.conflicts:
                key = (statement.id, conflict.field, frozenset((conflict.reading, conflict.against)))
                found.setdefault(key, ConflictNote(statement, report, conflict))
    return tuple(found.values())


def find_account(words: Snippet, bodies: Mapping[str, Institution]) -> Account | None:
    """Find whose account the shown words are: that of a side's own institution, never of a news agency."""
    report = words.report
    # The chain runs from the reader to the origin: the last institution in it is the one whose account it is.
    chain = (report.recounted_by,) if report.recounted_by else tuple(reversed(report.via))
    for party in chain:
        body = bodies.get(party.id)
        if body and body.country and body.kind in _OFFICIAL:
            return Account(party, body.country)
    return None


def _make_group(occasion: Occasion | None, statements: Sequence[AttributedStatement]) -> Group:
    accounts = tuple(dict.fromkeys(one.account for one in statements if one.account))
    several = len({account.country for account in accounts}) > 1
    by_side: dict[tuple[str, ...], dict[tuple[str, ...], list[AttributedStatement]]] = {}
    for one in statements:
        # Where only one side gives an account of an event, the chain beside the source says as much.
        shown = one if several or one.is_recounted else replace(one, account=None)
        sides = tuple(dict.fromkeys(speaker.side for speaker in one.statement.speakers if speaker.side))
        speakers = tuple(speaker.party.id for speaker in one.statement.speakers)
        by_side.setdefault(sides, {}).setdefault(speakers, []).append(shown)
    blocks = [
        Block(sides, tuple(sorted(map(_make_line, speakers.values()), key=_rank_line(sides))))
        for sides, speakers in by_side.items()
    ]
    # What the sides did together comes first, then each side, the one with more words before the other.
    blocks.sort(key=lambda block: (-len(block.sides), -sum(len(line.statements) for line in block.lines), block.sides))
    return Group(occasion, tuple(blocks), accounts if several else ())


def _make_line(statements: Iterable[AttributedStatement]) -> Line:
    return Line(tuple(sorted(statements, key=_rank_statement, reverse=True)))


def _rank_statement(one: AttributedStatement) -> tuple[str, bool, bool, int, int, int]:
    """Newest first; of one day, words that can be quoted and understood alone, then what is reported most."""
    statement = one.statement
    quoted = one.snippet.kind in ("quoted", "verbatim")
    return (_news_day(statement), quoted and not one.snippet.fragment, quoted, statement.sources,
            len(statement.reports), -statement.n)  # fmt: skip


def _rank_line(sides: Sequence[str]) -> Callable[[Line], tuple[bool, bool, bool, int]]:
    """A side's own words come before what it did; what several did together, such as meeting, before their words."""
    together = len(sides) > 1

    def rank(line: Line) -> tuple[bool, bool, bool, int]:
        newest = line.newest
        quoted = newest.snippet.kind in ("quoted", "verbatim")
        return (is_deed(newest.statement) != together, newest.is_recounted, not quoted, newest.statement.n)

    return rank


def _rank_group(group: Group) -> tuple[bool, str, int]:
    statements = group.statements
    occasion = group.occasion
    day = occasion.last_day.isoformat() if occasion and occasion.last_day else max(map(_news_day, statements))
    return (occasion is not None, day, len(statements))


def _news_day(statement: StatementRecord) -> str:
    """The day that a statement became news, as text that sorts; empty where it is not known."""
    released = (statement.released or "").rpartition("/")[2][:10]
    return released or (statement.last_day.isoformat() if statement.last_day else "")


def is_deed(statement: StatementRecord) -> bool:
    """Tell whether the sources report an act and no words: a meeting, a signature, a press release."""
    return all(report.kind == "act" for report in statement.reports)
