"""The JSON of an answer keeps the shape that docs/answer-json.md describes."""

import json
import re
from dataclasses import fields
from typing import Any

import pytest

from bot.answers import model
from bot.answers.formatting.to_json import LEFT_OUT, ROWS, to_json
from bot.settings import HOME
from bot.store import records

DOCUMENT = (HOME / "docs" / "answer-json.md").read_text("utf-8")
NAMED = set(re.findall(r"`([a-z_0-9]+)`", DOCUMENT))
WRITTEN = (
    model.Question, model.StatementItem, model.PassageItem, model.PersonItem, model.CountryItem, model.SourceItem,
    model.HelpItem, model.FactItem, model.Entry, model.Choice, model.Answer, records.Party, records.Speaker,
    records.Quoted, records.ConflictRecord, records.SourceLine, records.ReportRecord, records.StatementRecord,
    records.PersonRecord, records.SourceRecord, records.CountryTally,
)  # fmt: skip


@pytest.mark.parametrize("record", WRITTEN, ids=lambda record: record.__name__)
def test_every_key_of_every_record_is_documented(record: Any) -> None:
    keys = {f.name for f in fields(record) if f"{record.__name__}.{f.name}" not in LEFT_OUT}
    for name, parts in ROWS.items():
        keys |= set(parts) if name.startswith(f"{record.__name__}.") else set()
    assert keys <= NAMED


def list_keys(value: Any) -> Any:
    if isinstance(value, dict):
        yield from (key for key in value if key not in ("options",))
        for key, part in value.items():
            if key != "options" or isinstance(part, list):
                yield from list_keys(part)
    elif isinstance(value, list):
        for part in value:
            yield from list_keys(part)


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("who-said", {"words": "irreversible"}),
        ("timeline", {"country": "KR"}),
        ("summary-by-country", {}),
        ("summary-by-country", {"country": "KR"}),
        ("speaker", {"name": "Putin"}),
        ("sources", {}),
        ("status", {}),
        ("help", {}),
        ("who-said", {"words": "x", "country": "Atlantis"}),
    ],
)
async def test_the_json_of_an_answer_names_only_documented_keys(ask: Any, command: Any, options: Any) -> None:
    written = to_json(await ask(command, **options))
    assert json.loads(json.dumps(written)) == written
    assert set(list_keys(written)) <= NAMED


async def test_the_json_of_a_statement_holds_its_passages(ask: Any) -> None:
    found = (await ask("timeline", limit=1)).entries[0].item.statement
    written = to_json(await ask("statement", id=found.id))
    kinds = [entry["item"]["kind"] for entry in written["entries"]]
    assert kinds == ["statement", *["passage"] * len(found.reports)]
    assert set(list_keys(written)) <= NAMED
