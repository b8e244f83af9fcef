"""/statement: one statement with all its reports, each passage in its context, and what disagrees."""

from __future__ import annotations

from bot.answers.formatting.snippets import make_item
from bot.answers.formatting.statement_lines import count
from bot.answers.handlers.passage_context import cut_context
from bot.answers.model import Answer, Choice, Entry, PassageItem
from bot.answers.options.dates.parser import describe_day
from bot.answers.resolved_question import ResolvedQuestion
from bot.store.records import ReportRecord, Withdrawal
from bot.store.session import ReadSession

HEAD = "head"
OFFERED = 5


def answer_statement(asked: ResolvedQuestion, session: ReadSession, limit: int) -> Answer:
    """Show the statement first, then a passage for every report, from `question.after` on."""
    typed = asked.values["id"]
    statement = session.statement(typed)
    if statement is None:
        withdrawal = session.withdrawal(typed)
        return _tell_withdrawal(asked, typed, withdrawal) if withdrawal else _offer_ids(asked, session, typed)
    keys = [HEAD, *(str(report.n) for report in statement.reports)]
    begin = asked.find_begin(keys)
    entries = []
    for key, report in list(zip(keys, (None, *statement.reports), strict=True))[begin : begin + limit]:
        if report is None:
            entries.append(Entry(make_item(statement), "", key))
        else:
            entries.append(Entry(_make_passage(report, session), _head_reports(len(statement.reports)), key))
    return Answer(
        question=asked.question,
        status="found",
        title=f"Statement {statement.id}",
        understood=asked.understood,
        entries=tuple(entries),
        more=begin + limit < len(keys),
        total=len(keys),
        figures=(("sources", statement.sources), ("reports", len(statement.reports))),
    )


def _make_passage(report: ReportRecord, session: ReadSession) -> PassageItem:
    body = session.source_body(report.source.id)
    before, after = cut_context(body, report.starts, report.ends)
    return PassageItem(report, before, body[report.starts : report.ends], after, _mark_own_words(report))


def _mark_own_words(report: ReportRecord) -> tuple[tuple[int, int], ...]:
    """Where in its passage the words of a report are that say the statement: of a verbatim one its clauses, if any."""
    own = report.clauses if report.kind == "verbatim" and report.clauses else (*report.quotations, *report.clauses)
    size = report.ends - report.starts
    marked: list[tuple[int, int]] = []
    for start, end in sorted((max(0, one.starts - report.starts), min(size, one.ends - report.starts)) for one in own):
        if marked and start <= marked[-1][1]:
            marked[-1] = (marked[-1][0], max(end, marked[-1][1]))
        else:
            marked.append((start, end))
    return tuple(marked)


def _head_reports(reports: int) -> str:
    return f"As reported ({count(reports, 'report')})"


def _tell_withdrawal(asked: ResolvedQuestion, key: str, withdrawal: Withdrawal) -> Answer:
    day = f" on {describe_day(withdrawal.day, asked.locale)}" if withdrawal.day else ""
    return Answer(
        question=asked.question,
        status="nothing",
        title=f"The statement {key} was withdrawn{day}",
        understood=asked.understood,
        notes=(f"The team's reason: {withdrawal.because}",),
        choices=(Choice(withdrawal.instead, "id", withdrawal.instead),) if withdrawal.instead else (),
    )


def _offer_ids(asked: ResolvedQuestion, session: ReadSession, typed: str) -> Answer:
    nearest = session.nearest_ids(typed, OFFERED)
    return Answer(
        question=asked.question,
        status="not-understood",
        title=f"The store holds no statement with the id {typed}",
        understood=asked.understood,
        notes=("The nearest ids are offered below.",) if nearest else (),
        choices=tuple(Choice(found, "id", found) for found in nearest),
    )
