"""Plural speakers: "the two sides", "the governments of …", "the Ministers", "they"."""

from __future__ import annotations

from bot.ingest.drafting.entities.cast import Entity
from bot.ingest.drafting.entities.speaker_context import SpeakerContext, Who
from bot.ingest.drafting.lexicon.nouns import OFFICES
from bot.ingest.drafting.model import PartyKind
from bot.ingest.drafting.syntax.page import Word

_SIDES = frozenset(
    "side sides parties countries nations governments capitals delegations neighbours neighbors states allies".split()
)
_PEOPLE_GROUPS = frozenset(
    "ministers leaders presidents envoys diplomats ambassadors officials men women negotiators "
    "generals premiers heads".split()
)
_BOTH = frozenset(["both", "two"])
_COUNTS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5}


class GroupSpeakers:
    """Resolves plural phrases: who "the two sides", "the Ministers" and "they" are."""

    def __init__(self, context: SpeakerContext) -> None:
        self.context = context
        self.page, self.cast = context.page, context.cast
        self._group: tuple[Entity, ...] = ()  # who were last called by their common office
        self._meeting: tuple[int, tuple[Entity, ...]] | None = None  # where a meeting is told of, and whose it was

    def note_meeting(self, at: int, people: tuple[Entity, ...]) -> None:
        """Remember the two people of the meeting at this word: "the two sides" are theirs."""
        self._meeting = (at, people)

    def resolve(self, word: Word) -> Who | None:
        span = self.context.phrase(word)
        numbered = word.low in _BOTH or any(kid.low in _BOTH for kid in word.kids)
        if (
            word.low == "they"
            and self.context.last is not None
            and (
                self.context.last.how in ("group", "unnamed")
                or len(self.context.last.parties) > 1
                or self.context.last.first.kind is not PartyKind.PERSON
            )
        ):
            return Who(
                self.context.last.parties, span, "pronoun", f"“{word.text}” taken for those who spoke before", False
            )
        shown = " ".join(span.of(self.page.text).split())
        owned = self._members(word)
        if owned:
            return Who(owned, span, "group", f"“{shown}”: {' and '.join(entity.name for entity in owned)}", False)
        defined = self._find_defined(word)
        if defined:
            names = ", ".join(entity.name for entity in defined)
            return Who(defined, span, "group", f"“{shown}” taken for {names}, who hold that office here", False)
        if word.low in ("they", "both") or (numbered and word.low in _SIDES | _PEOPLE_GROUPS):
            pair = self._find_pair(word)
            if pair is not None:
                names = " and ".join(entity.name for entity in pair)
                return Who(
                    pair, span, "group", f"“{span.of(self.page.text)}” taken for {names}, named together before", False
                )
            if word.low in ("they", "both"):
                return None
        if (
            word.low in ("people", "countries", "nations", "states", "one", "two", "three", "capitals", "foes")
            and not numbered
        ):
            return None
        return self.context.take_unnamed(word, span)

    def _members(self, word: Word) -> tuple[Entity, ...]:
        """As in "the governments of Veldmark and Tanshu": the countries of the phrase."""
        if word.low not in ("governments", "sides", "delegations", "ministries", "administrations"):
            return ()
        found = [
            self.cast.at[i].entity
            for i in range(word.left, word.right + 1)
            if i in self.cast.at and self.cast.at[i].entity.kind is PartyKind.COUNTRY
        ]
        found = list(dict.fromkeys(found))
        return tuple(found) if len(found) > 1 else ()

    def _find_defined(self, word: Word) -> tuple[Entity, ...]:
        """As in "The Ministers" of a communiqué: all who were introduced with that office, three or more or by a
        capital.
        """
        if word.low == "they":
            return self._group if self._group and self._speaks_of_group(word) else ()
        office = word.low[:-1] if word.low.endswith("s") else word.low
        if office not in OFFICES or not self.context.is_definite(word):
            return ()
        holders = [
            entity
            for entity in self.cast.entities
            if entity.is_person
            and any(m < word.i for m in entity.full_at)
            and any(office in one.words and one.span is not None for one in entity.offices)
        ]
        holders.sort(key=lambda entity: min(entity.full_at))
        count = next((_COUNTS[kid.low] for kid in word.kids if kid.low in _COUNTS), None)
        if any(kid.low == "other" for kid in word.kids) and self.context.history:
            spoke = next(
                (entity for i, entity in reversed(self.context.history) if i < word.i and entity in holders), None
            )
            holders = [entity for entity in holders if entity is not spoke]
        if count is not None and len(holders) > count:
            holders = [
                entity
                for _, entity in sorted(
                    [(max(m for m in e.mentions if m < word.i), e) for e in holders], key=lambda one: one[0]
                )[-count:]
            ]
        if (
            not 2 <= len(holders) <= 8
            or (count is not None and len(holders) != count)
            or (count is None and not word.text[:1].isupper() and len(holders) > 2)
        ):
            return ()
        if not any(kid.low == "other" for kid in word.kids):
            self._group = tuple(holders)
        return tuple(holders)

    def _speaks_of_group(self, word: Word) -> bool:
        """True where the last plural subject before "they" was the group."""
        for sentence in range(word.sentence, max(-1, word.sentence - 4), -1):
            for other in reversed(self.page.sentences[sentence].words):
                if (
                    other.i < word.i
                    and other.dep in ("nsubj", "nsubjpass", "pobj")
                    and ((other.low.endswith("s") and other.low[:-1] in OFFICES) or other.low == "they")
                ):
                    return True
        return False

    def _find_pair(self, word: Word) -> tuple[Entity, ...] | None:
        wants_people = word.low in _PEOPLE_GROUPS or word.low in ("they", "both")
        found: list[Entity] = []
        if self._meeting is not None and self._meeting[0] < word.i and word.low != "they":
            return self._meeting[1]
        for mention in self.cast.before(word.i, PartyKind.PERSON, *(() if wants_people else (PartyKind.COUNTRY,))):
            if word.sentence - self.page.words[mention.first].sentence > (4 if wants_people else 8):
                break
            entity = mention.entity
            if (
                (wants_people or entity.kind is PartyKind.COUNTRY)
                and entity not in found
                and not any(entity.country and entity.country == other.country for other in found)
            ):
                found.append(entity)
            if len(found) == 2:
                return (found[1], found[0])
        return None
