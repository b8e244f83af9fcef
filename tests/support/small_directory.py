"""A directory of a few names, in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from bot.store.build.table_writer import read_schema
from bot.store.names.directory import Directory
from bot.store.names.forms import insert_names
from bot.store.records import Name


def make_directory(names: Iterable[Name]) -> Directory:
    """A directory of these names alone."""
    db = sqlite3.connect(":memory:", check_same_thread=False)
    db.executescript(read_schema())
    insert_names(db, ((one.kind, one.ref, one.text, one.folded, one.usage) for one in names))
    return Directory(db)
