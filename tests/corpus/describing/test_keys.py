"""Every key of the record format is explained, and the documentation holds the list as it is generated."""

from __future__ import annotations

import pytest

from bot.corpus.describing.key_list import explain, suggest_key, write_key_list
from bot.corpus.describing.keys import RECORDS, Key, find_keys, list_keys
from bot.settings import HOME


@pytest.mark.parametrize("key", list_keys(), ids=lambda key: key.path)
def test_every_key_has_a_meaning_and_a_form(key: Key) -> None:
    assert key.meaning
    assert key.form.words
    assert key.form.schema


def test_every_key_of_every_record_is_listed() -> None:
    assert {(where, name) for where, record in RECORDS for name in record.model_fields} == {
        (key.where, key.name) for key in list_keys()
    }


@pytest.mark.parametrize("path", ["report.kind", "statement.act"])
def test_every_value_of_a_kind_has_a_meaning(path: str) -> None:
    (key,) = find_keys(path)
    assert [value for value, _ in key.meanings] == list(key.form.values)


def test_the_page_on_records_holds_the_list_as_it_is_generated() -> None:
    page = (HOME / "docs/records.md").read_text("utf-8")
    _, _, rest = page.partition("`python -m bot explain --markdown` -->\n")
    assert rest.partition("<!-- end of keys -->")[0].strip() == write_key_list().strip()


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("kind", "report.kind: how the source gives the statement"),
        ("kind", "events.kind"),
        ("report.passage", "must be written, or given under `defaults` or `with`"),
        ("day", "a day, month, year or span (EDTF)"),
        ("as_written", "its keys: speaker, role, to, day, released, venue"),
        ("statement.tone", "warn  says what will follow"),
    ],
)
def test_a_key_is_explained_in_each_record_that_has_it(name: str, holds: str) -> None:
    assert holds in str(explain(name, {"statement.tone": {"warn": "says what will follow"}}))


def test_what_is_no_key_gets_the_nearest_one() -> None:
    assert explain("pasage", {}) is None
    assert suggest_key("pasage") == "passage"
