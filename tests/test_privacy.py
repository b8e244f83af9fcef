"""PRIVACY.md says what is held, as the state file is: no table and no person's id that it does not name."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest

from bot.answers.catalogue import COMMANDS
from bot.settings import HOME
from bot.state.migrations import migrate

TEXT = (HOME / "PRIVACY.md").read_text("utf-8")
# Where a person's id can stand. Whoever adds one adds it to bot/state/personal_data.py and to PRIVACY.md.
PEOPLE = {("follow", "place"), ("follow", "set_by"), ("alert", "place"), ("subscription", "set_by")}
# Every other number in the state file, looked at and found to be nobody's id.
NUMBERS = {
    "id", "number", "skipped", "application", "channel", "guild", "weekdays_only", "when_nothing", "publish", "role",
    "message", "reported", "posting", "reload", "entered", "more", "position",
}  # fmt: skip


def list_columns() -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection)
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return [
            (table, name, kind)
            for (table,) in tables.fetchall()
            for _, name, kind, *_ in connection.execute(f"PRAGMA table_info({table})")
        ]


def test_every_table_is_named_and_no_other() -> None:
    listed = re.search(r"has these tables, and no others:\n\n(.*?)\n\n", TEXT, re.DOTALL)
    assert listed
    named = {name for row in listed[1].splitlines() for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert named == {table for table, _, _ in list_columns()}


def test_every_number_in_the_state_file_is_known_to_be_a_persons_id_or_not() -> None:
    numbers = {(table, name) for table, name, kind in list_columns() if kind == "INTEGER"}
    assert {(table, name) for table, name in numbers if name not in NUMBERS} == PEOPLE


@pytest.mark.parametrize("table", sorted({table for table, _ in PEOPLE}))
def test_what_is_held_about_a_person_stands_under_its_own_heading(table: str) -> None:
    about = TEXT[TEXT.index("## About you") : TEXT.index("## About nobody")]
    assert f"(`{table}`)" in about


def test_the_commands_that_it_names_are_there() -> None:
    for command in re.findall(r"`/([a-z -]+)`", TEXT):
        assert command in COMMANDS
