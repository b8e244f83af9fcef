"""Questions whose answers carry buttons, and where the pages of long answers begin."""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
from collections.abc import Callable, Sequence
from datetime import date

import aiosqlite

from bot.answers.model import Question
from bot.state.file_guard import FileGuard
from bot.state.repository import Repository

TIDY_SECONDS = 3_600.0
# Questions that are kept: of one person since the process began, and in all. The longest unused go first.
MOST_OF_ONE, MOST = 200, 50_000
Following = tuple[int, str | None, int]  # of a page: its number, the key of the item before it, the items before it
_KEEP = """
INSERT INTO question (token, command, options, asked_on, used_at)
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
       json_extract(value, '$[3]'), ?
FROM json_each(?) WHERE true
ON CONFLICT (token) DO UPDATE SET used_at = excluded.used_at"""
_RECALL = "UPDATE question SET used_at = ? WHERE token = ? RETURNING command, options, asked_on"
_SET_PAGE = """
INSERT INTO page (token, number, after, skipped) SELECT token, ?, ?, ? FROM question WHERE token = ?
ON CONFLICT (token, number) DO UPDATE SET after = excluded.after, skipped = excluded.skipped"""


class ButtonQuestions(Repository):
    """The questions in a state file; forgotten when unused for `keep_seconds`. `clock` gives Unix seconds."""

    def __init__(
        self,
        connection: aiosqlite.Connection,
        keep_seconds: float,
        clock: Callable[[], float],
        guard: FileGuard | None = None,
    ) -> None:
        super().__init__(connection, guard)
        self._keep_seconds = keep_seconds
        self._clock = clock
        self._tidied: float | None = None
        self._count: int | None = None
        # Tokens by person, the longest unused first: in memory alone, for who asked what is nowhere written down.
        self._tokens: dict[int, dict[str, None]] = {}

    async def remember(
        self, questions: Sequence[Question], following: Following | None = None, asker: int | None = None
    ) -> None:
        """Keep questions, all at once, and where the next page of the first one begins."""
        now = self._clock()
        if self._tidied is None or now - self._tidied > TIDY_SECONDS:
            await self._rows("DELETE FROM question WHERE used_at < ?", (now - self._keep_seconds,))
            self._tidied = now
        kept = (now, json.dumps([_describe(question) for question in questions]))
        page = following and (*following, make_token(questions[0]))

        def keep(db: sqlite3.Connection) -> None:
            db.execute(_KEEP, kept)
            if page:
                db.execute(_SET_PAGE, page)

        await self._change_together(keep)
        await self._trim(questions, asker)

    async def _trim(self, questions: Sequence[Question], asker: int | None) -> None:
        if asker is not None:
            tokens = self._tokens.setdefault(asker, {})
            for token in map(make_token, questions):
                tokens.pop(token, None)
                tokens[token] = None
            surplus = list(tokens)[:-MOST_OF_ONE]
            for token in surplus:
                del tokens[token]
            others = [one for person, one in self._tokens.items() if person != asker]
            await self._forget([token for token in surplus if not any(token in one for one in others)])
        if self._count is None:
            self._count = (await self._row("SELECT count(*) FROM question"))[0]
        else:
            self._count += len(questions)
        if self._count > MOST:
            await self._change(
                "DELETE FROM question WHERE token IN"
                " (SELECT token FROM question ORDER BY used_at DESC LIMIT -1 OFFSET ?)",
                (MOST,),
            )
            self._count = None

    async def _forget(self, tokens: Sequence[str]) -> None:
        if tokens:
            await self._change(
                "DELETE FROM question WHERE token IN (SELECT value FROM json_each(?))", (json.dumps(tokens),)
            )

    async def recall(self, token: str) -> Question | None:
        """The question behind a token, from its beginning; None where it is not, or no longer, known."""
        row = await self._row(_RECALL, (self._clock(), token))
        return row and Question(row[0], json.loads(row[1]), date.fromisoformat(row[2]))

    async def set_page(self, token: str, number: int, after: str | None, skipped: int) -> None:
        """Note where a page of a remembered question begins."""
        await self._rows(_SET_PAGE, (number, after, skipped, token))

    async def page(self, token: str, number: int) -> tuple[str | None, int] | None:
        """Where a page begins: (key of the item before it, items before it); None where that is not known."""
        row = await self._row("SELECT after, skipped FROM page WHERE token = ? AND number = ?", (token, number))
        return row and (row[0], row[1])


def make_token(question: Question) -> str:
    """The token of a question, the same whenever and wherever it is asked: 10 characters fit for a custom_id."""
    return _describe(question)[0]


def _describe(question: Question) -> tuple[str, str, str, str]:
    options = json.dumps(dict(sorted(question.options.items())))
    asked_on = question.asked_on.isoformat()
    digest = hashlib.sha256(f"{question.command}\0{options}\0{asked_on}".encode()).digest()
    return base64.urlsafe_b64encode(digest)[:10].decode(), question.command, options, asked_on
