"""How a team names and marks countries and other parties, of the store that is being served.

A name is shown in many places that know a code alone. A process serves one store at a time, so that the names it gives
are held once for all of them; opening another store replaces them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple


class TeamName(NamedTuple):
    """The name that a team gives, empty where it leaves the library's; and the sign that is set before it."""

    name: str
    sign: str


_names: dict[str, Mapping[str, TeamName]] = {"served": {}}


def read_team_names(db: sqlite3.Connection) -> Mapping[str, TeamName]:
    """The names and signs that the records of a store give, by code."""
    sql = "SELECT code, iif(is_named, name, ''), sign FROM country WHERE is_named OR sign <> ''"
    return {code: TeamName(name, sign) for code, name, sign in db.execute(sql)}


def serve_team_names(names: Mapping[str, TeamName]) -> None:
    """Show these names from now on."""
    _names["served"] = names


def find_team_name(code: str) -> TeamName | None:
    """What the team says of a code; None where it says nothing."""
    return _names["served"].get(code)
