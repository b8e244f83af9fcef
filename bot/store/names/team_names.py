"""How a team names and marks countries and other parties, of the store that is being served.

A name is shown in many places that know a code alone. A process serves one store at a time, so that the names it gives
are held once for all of them; opening another store replaces them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class TeamName(NamedTuple):
    """The name that a team gives, empty where it leaves the library's; and the sign that is set before it."""

    name: str
    sign: str


@dataclass(slots=True)
class ServedNames:
    """The names by code of the store that is being served; what the team says nothing of is not in it."""

    by_code: Mapping[str, TeamName]


SERVED = ServedNames({})


def read_team_names(db: sqlite3.Connection) -> Mapping[str, TeamName]:
    """The names and signs that the records of a store give, by code."""
    sql = "SELECT code, iif(is_named, name, ''), sign FROM country WHERE is_named OR sign <> ''"
    return {code: TeamName(name, sign) for code, name, sign in db.execute(sql)}


def serve_team_names(names: Mapping[str, TeamName]) -> None:
    """Show these names from now on."""
    SERVED.by_code = names
