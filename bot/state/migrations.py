"""Numbered steps that bring a state file up to date, each in one transaction with its record."""

from __future__ import annotations

import re
import sqlite3
from importlib.resources import files

# Files of this step and later ones overwrite what is deleted.
_SECURE_DELETE_STEP = 7
_STEP_NAME = re.compile(r"\d{3}_\w+\.sql")


class TooNewError(Exception):
    """The file was written by a newer program."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(f"it is at step {found}, this program knows steps up to {known}; run the newer program on it")


def steps() -> list[str]:
    """The SQL of every step, in order; step n brings a file from version n - 1 to n."""
    folder = files("bot.state") / "steps"
    named = {entry.name: entry for entry in folder.iterdir() if _STEP_NAME.fullmatch(entry.name)}
    return [named[name].read_text("utf-8") for name in sorted(named)]


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file behind `connection` to the newest version.

    The version stands in `PRAGMA user_version`, which SQLite writes in the same transaction as the step: a crash leaves
    a step done with its record, or neither. Raises TooNewError, and changes nothing, where the file is newer.
    """
    known = steps()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(known):
        raise TooNewError(version, len(known))
    before_secure_delete = 0 < version < _SECURE_DELETE_STEP
    for number, sql in enumerate(known[version:], version + 1):
        try:
            connection.executescript(f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};\nCOMMIT;")
        except sqlite3.Error:
            connection.rollback()
            raise
    if before_secure_delete:
        connection.execute("VACUUM")  # what was deleted till then is still in the file
