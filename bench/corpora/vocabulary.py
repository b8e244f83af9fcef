"""What made corpora share: topics, occasions, bodies; and who speaks, with posts and the years for which they hold."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bench.corpora.sentences import FIRST_YEAR, LAST_YEAR, clean
from bench.search.texts import Sentence
from bot.corpus.countries import list_countries

_TITLES = (
    "Minister for Foreign Affairs", "President", "Prime Minister", "Permanent Representative to the United Nations",
    "Deputy Minister for Foreign Affairs", "Chair of the delegation",
)  # fmt: skip
_TOPICS = (
    "Disarmament", "Development", "Decolonisation", "Human rights", "Climate", "Terrorism", "Trade", "Refugees",
    "Peacekeeping", "Reform of the Security Council", "Nuclear weapons", "Middle East", "Poverty", "Debt", "Health",
    "Education", "Oceans", "Apartheid", "Women", "Children", "Food", "Energy", "Water", "Migration", "Drugs",
    "Small island states", "Space", "Law of the sea", "Elections", "Culture", "Science", "Labour", "Sanctions",
    "Borders", "Minorities", "Chemical weapons", "Arms trade", "Corruption", "Ageing", "Sport",
)  # fmt: skip
BODIES = {
    "assembly-press": {"name": "Assembly Press Service", "kind": "international"},
    "east-river-wire": {"name": "East River Wire", "kind": "news-agency"},
    "general-assembly": {"name": "General Assembly", "kind": "international", "also": ["UN General Assembly"]},
}
_SESSION_DAYS = range(16, 31)


@dataclass(slots=True)
class Party:
    """Somebody who speaks: a person with a country, or a delegation. `years` are those of their speeches."""

    id: str
    name: str
    country: str | None
    is_person: bool
    spellings: dict[str, None] = field(default_factory=dict)
    first: int = LAST_YEAR
    last: int = FIRST_YEAR

    @property
    def title(self) -> str:
        return random.Random(self.id).choice(_TITLES)

    def record(self) -> dict[str, object]:
        if not self.is_person:
            body: dict[str, object] = {"name": self.name, "kind": "government" if self.country else "other"}
            return {**body, "country": self.country} if self.country else body
        role = {"title": self.title, "country": self.country, "attested": f"{self.first}-01-01/{self.last}-12-31"}
        also = [spelling for spelling in self.spellings if spelling != self.name]
        return {"name": self.name, "spellings": [self.name], **({"also": also} if also else {}), "roles": [role]}


def list_parties(sentences: Iterable[Sentence]) -> dict[tuple[str, str], Party]:
    """Everybody who speaks, by name and country as the sentences give them."""
    found: dict[tuple[str, str], Party] = {}
    by_id: dict[str, Party] = {}
    for one in sentences:
        key = (one.speaker, one.country)
        if key not in found:
            party = _name_party(*key)
            found[key] = by_id.setdefault(party.id, party)
            found[key].spellings.update(party.spellings)
        party = found[key]
        year = year_of(one)
        party.first, party.last = min(party.first, year), max(party.last, year)
    return found


def year_of(sentence: Sentence) -> int:
    return int(sentence.day[:4])


def list_topics() -> dict[str, dict[str, object]]:
    return {
        make_id(label): {"label": label, "means": f"what is said in the debate under the heading {label}"}
        for label in _TOPICS
    }


def list_events(years: Iterable[int]) -> Iterator[tuple[str, dict[str, object]]]:
    """The session of each year, and each of its days as a part of it."""
    for year in years:
        session = {"kind": "session", "place": "New York", "part_of": f"general-debate-{year}"}
        span = f"{year}-09-{_SESSION_DAYS[0]}/{year}-09-{_SESSION_DAYS[-1]}"
        yield (
            f"general-debate-{year}",
            {"name": f"General Debate of {year}", "kind": "session", "day": span, "place": "New York"},
        )
        for day in _SESSION_DAYS:
            name = f"General Debate of {year}, sitting of {day} September"
            yield f"general-debate-{year}-09-{day}", {"name": name, **session, "day": f"{year}-09-{day}"}


def choose_day(rng: random.Random, year: int) -> str:
    return f"{year}-09-{rng.choice(_SESSION_DAYS)}"


def make_id(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-")


def _name_party(speaker: str, code: str) -> Party:
    country = code if code in list_countries() else None
    name = clean(speaker).strip(" ,.")
    identity = make_id(name)
    if country is None or speaker.startswith("Delegate of ") or len(identity) < 2:
        place = list_countries().get(code) or name.removeprefix("Delegate of ") or "a country that is no more"
        return Party(f"delegation-of-{make_id(place)}", f"Delegation of {place}", country, False)
    return Party(f"{identity}-{code.lower()}", name, country, True, {name: None})
