"""What is asked: half-remembered words, countries and people as often as they speak, days, keys typed one by one."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.search.deriving import Deriver
from bench.search.texts import Sentence
from bot.store.analysis.tokenizer import STOP_WORDS, fold_words
from bot.store.db.pool import make_uri

_SAMPLE = 4_000
_SEED = 46


@dataclass(frozen=True, slots=True)
class Asking:
    """One thing that is asked.

    kind     under which it is counted
    command  slash command, and its options
    focused  the option that is being typed, for completing; None for asking
    pages    how often the asker turns the page of the answer
    """

    kind: str
    command: str
    options: Mapping[str, str] = field(default_factory=dict)
    focused: str | None = None
    pages: int = 0


class Askers:
    """Makes questions that a store can answer, the same for the same store and seed."""

    def __init__(self, store: Path, seed: int = _SEED) -> None:
        self._rng = random.Random(seed)
        db = sqlite3.connect(make_uri(store), uri=True)
        try:
            self._read(db)
        finally:
            db.close()
        words = [sentence for sentence in self._sentences if len(sentence.text.split()) >= 8]
        vocabulary = {word for one in words for word in fold_words(one.text) if word not in STOP_WORDS}
        self._words = [one for one in Deriver(words, vocabulary, None).derive(words, 120, seed) if one.sentence]

    def ask(self) -> Iterator[Asking]:
        """Questions without end: every command as often as every other, completing twice as often as all of them."""
        while True:
            ways = (self._ask_words, self._ask_timeline, self._ask_summary)
            for way in self._rng.sample(ways, len(ways)):
                yield self._complete()
                yield self._complete()
                yield way()

    def _ask_words(self) -> Asking:
        chosen = self._rng.choice(self._words)
        options = {"words": chosen.words}
        about = chosen.sentence
        if about is not None and about.country and self._rng.random() < 0.2:
            options["country"] = about.country
        if about is not None and self._rng.random() < 0.2:
            options["since"] = f"{int(about.day[:4]) - 1}-01-01"
        return Asking("/who-said", "who-said", options, pages=self._turn())

    def _ask_timeline(self) -> Asking:
        options: dict[str, str] = {}
        way = self._rng.random()
        if way < 0.5:
            options["country"] = self._country()
        elif way < 0.65:
            options |= {"country": self._country(), "other-country": self._country()}
        elif way < 0.9:
            options["speaker"] = self._rng.choice(self._speakers)
        if self._rng.random() < 0.25:
            options["topic"] = self._rng.choice(self._topics)
        if options.get("country") == options.get("other-country"):
            options.pop("other-country", None)
        return Asking("/timeline", "timeline", self._add_days(options, 0.4), pages=self._turn())

    def _ask_summary(self) -> Asking:
        options: dict[str, str] = {}
        if self._rng.random() < 0.85:
            options["country"] = self._country()
        if self._rng.random() < 0.2:
            options["about"] = self._country()
        if self._rng.random() < 0.2:
            options["topic"] = self._rng.choice(self._topics)
        narrowed = self._add_days(options, 0.3)
        kind = "/summary-by-country" if set(narrowed) <= {"country"} else "/summary-by-country, narrowed"
        return Asking(kind, "summary-by-country", narrowed, pages=self._turn())

    def _complete(self) -> Asking:
        way = self._rng.random()
        if way < 0.5:
            words = self._rng.choice(self._words).stretch
            typed = words[: self._rng.randint(3, max(3, min(24, len(words))))]
            return Asking("completing words", "who-said", {"words": typed}, "words")
        if way < 0.75:
            name = self._rng.choice(self._countries_named)
            return Asking("completing names", "timeline", {"country": name[: self._rng.randint(1, 5)]}, "country")
        name = self._rng.choice(self._names)
        return Asking("completing names", "timeline", {"speaker": name[: self._rng.randint(2, 8)]}, "speaker")

    def _add_days(self, options: dict[str, str], share: float) -> dict[str, str]:
        if self._rng.random() < share:
            day = self._rng.choice(self._days)
            options["since"] = day
            if self._rng.random() < 0.5:
                options["until"] = max(day, self._rng.choice(self._days))
        return options

    def _country(self) -> str:
        return self._rng.choice(self._countries)

    def _turn(self) -> int:
        return self._rng.choice((0, 0, 1, 2))

    def _read(self, db: sqlite3.Connection) -> None:
        held = [n for (n,) in db.execute("SELECT n FROM statement ORDER BY n")]
        numbers = json.dumps(self._rng.sample(held, min(len(held), _SAMPLE)))

        def read(sql: str) -> Sequence[tuple[str, ...]]:
            return db.execute(
                f"{sql} WHERE s.n IN (SELECT value FROM json_each(?)) ORDER BY s.n", (numbers,)
            ).fetchall()

        spoken = read(
            "SELECT side.country, c.name, p.party, party.name FROM statement s"
            " JOIN statement_speaker p ON p.statement = s.n AND p.position = 0 JOIN party ON party.id = p.party"
            " JOIN statement_side side ON side.statement = s.n AND side.position = 0"
            " JOIN country c ON c.code = side.country"
        )
        self._countries = [code for code, *_ in spoken]
        self._countries_named = [name for _, name, *_ in spoken]
        self._speakers = [party for *_, party, _ in spoken]
        self._names = [name for *_, name in spoken]
        self._topics = [
            ref for (ref,) in read("SELECT t.topic FROM statement s JOIN statement_topic t ON t.statement = s.n")
        ]
        self._days = [day for (day,) in read("SELECT s.first_day FROM statement s") if day]
        self._sentences = [
            Sentence(source, country, name, day or "2024-01-01", text)
            for source, country, name, day, text in read(
                "SELECT r.source, coalesce(side.country, ''), party.name, s.first_day, coalesce(q.exact, r.passage)"
                " FROM statement s JOIN report r ON r.statement = s.n LEFT JOIN quotation q ON q.report = r.n"
                " JOIN statement_speaker p ON p.statement = s.n AND p.position = 0 JOIN party ON party.id = p.party"
                " LEFT JOIN statement_side side ON side.statement = s.n AND side.position = 0"
            )
        ]
