"""A briefing as plain JSON values, in the shape that docs/briefing-json.md describes."""

from __future__ import annotations

from typing import Any

from bot.answers.briefing import sentences as lines
from bot.answers.briefing.compose import Account, AttributedStatement, Briefing, Group, OpenQuestion
from bot.answers.formatting.to_json import write_record, write_words
from bot.answers.options.scope import scope_to_json


def to_json(briefing: Briefing) -> dict[str, Any]:
    """Write a briefing as objects, lists, strings, numbers, booleans and null; days as ISO 8601 or EDTF text."""
    request = briefing.request
    return {
        "day": request.day.isoformat(),
        "since": request.since.isoformat(),
        "scope": scope_to_json(request.scope),
        "locale": request.locale,
        "sections": sorted(request.sections),
        "late_seconds": round(request.late.total_seconds()) if request.late else None,
        "missed": [day.isoformat() for day in request.missed],
        "failed": [day.isoformat() for day in request.failed],
        "too_slow": list(briefing.too_slow),
        "title": lines.tell_nothing(briefing) if briefing.nothing_new else lines.head_briefing(briefing),
        "nothing_new": briefing.nothing_new,
        "figures": write_record(briefing.figures),
        "left_out": briefing.left_out,
        "statement_ids": list(briefing.statement_ids),
        "said": [_write_group(group) for group in briefing.said],
        "newly_held": [_write_group(group) for group in briefing.newly_held],
        "conflicts": [{"statement": note.statement.id, **write_record(note.conflict)} for note in briefing.conflicts],
        "open_questions": [_write_request(one) for one in briefing.open_questions],
        "on_this_day": [_write_statement(one) for one in briefing.on_this_day],
    }


def _write_group(group: Group) -> dict[str, Any]:
    return {
        "event": write_record(group.occasion) if group.occasion else None,
        "accounts": [_write_account(account) for account in group.accounts],
        "countries": [
            {
                "sides": list(block.sides),
                "speakers": [[_write_attributed(one) for one in line.statements] for line in block.lines],
            }
            for block in group.blocks
        ],
    }


def _write_attributed(one: AttributedStatement) -> dict[str, Any]:
    account = _write_account(one.account) if one.account else None
    return {**_write_statement(one), "account": account}


def _write_account(account: Account) -> dict[str, Any]:
    return {"holder": write_record(account.holder), "country": account.country}


def _write_request(question: OpenQuestion) -> dict[str, Any]:
    return {
        **_write_statement(question.request),
        "asker": question.asker.id,
        "addressee": question.addressee.id,
    }


def _write_statement(one: AttributedStatement) -> dict[str, Any]:
    return {"statement": write_record(one.statement), "words": write_words(one.snippet)}
