"""INSERTs whose columns follow from the table."""

from __future__ import annotations

import sqlite3


def make_insert(db: sqlite3.Connection, table: str, verb: str = "INSERT") -> str:
    """An INSERT of rows with a value for every column of a table; `verb` may be "INSERT OR REPLACE", for example."""
    columns = len(db.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall())
    return f"{verb} INTO {table} VALUES ({', '.join('?' * columns)})"
