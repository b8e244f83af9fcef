"""/statement: one statement with all its reports, each passage in its context, and what disagrees."""

from __future__ import annotations

from bot.answers.formatting.statement_lines import count
from bot.answers.handlers.pagination import find_begin
from bot.answers.handlers.passage_context import cut_context
from bot.answers.model import Answer, Choice, Entry, PassageItem, StatementItem
from bot.answers.resolved_question import Asked
from bot.store.records import ReportRecord
from bot.store.session import Look

HEAD = "head"
OFFERED = 5


def answer_statement(asked: Asked, look: Look, limit: int) -> Answer:
    """Show the statement first, then a passage for every report, from `question.after` on."""
    wanted = asked.values["id"]
    statement = look.statement(wanted)
    if statement is None:
        return _offer_ids(asked, look, wanted)
    keys = [HEAD, *(str(report.n) for report in statement.reports)]
    begin = find_begin(keys, asked.question)
    entries = []
    for key, report in list(zip(keys, (None, *statement.reports), strict=True))[begin : begin + limit]:
        if report is None:
            entries.append(Entry(StatementItem(statement), "", key))
        else:
            entries.append(Entry(_make_passage(report, look), _head_reports(len(statement.reports)), key))
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


def _make_passage(report: ReportRecord, look: Look) -> PassageItem:
    body = look.source_body(report.source.id)
    before, after = cut_context(body, report.starts, report.ends)
    marked = tuple((quoted.starts - report.starts, quoted.ends - report.starts) for quoted in report.quotations)
    return PassageItem(report, before, body[report.starts : report.ends], after, marked)


def _head_reports(reports: int) -> str:
    return f"As reported ({count(reports, 'report')})"


def _offer_ids(asked: Asked, look: Look, wanted: str) -> Answer:
    nearest = look.nearest_ids(wanted, OFFERED)
    return Answer(
        question=asked.question,
        status="not-understood",
        title=f"The store holds no statement with the id {wanted}",
        understood=asked.understood,
        notes=("The nearest ids are offered below.",) if nearest else (),
        choices=tuple(Choice(found, "id", found) for found in nearest),
    )
