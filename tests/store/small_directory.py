"""A directory of a few names, in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from bot.store.content import read_schema
from bot.store.directory import Directory
from bot.store.model import Name
from bot.store.naming import insert_names


def make_directory(names: Iterable[Name]) -> Directory:
    """A directory of these names alone."""
    db = sqlite3.connect(":memory:", check_same_thread=False)
    db.executescript(read_schema())
    insert_names(db, ((one.kind, one.ref, one.text, one.folded, one.usage) for one in names))
    return Directory(db)
