"""Who speaks, and what the text has told so far: what words that name a speaker lean on."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ingest.drafting.entities.cast import Cast, Entity
from bot.ingest.drafting.entities.places import plain
from bot.ingest.drafting.entities.pronouns import Pronouns
from bot.ingest.drafting.lexicon.nouns import OFFICE_MODIFIERS, OFFICES
from bot.ingest.drafting.model import PartyKind, Span
from bot.ingest.drafting.syntax.page import Page, Word

_MAX_PHRASE = 9
_SEATED = frozenset(
    "ministry government presidency office parliament chancellery council cabinet assembly ministries".split()
)


@dataclass(frozen=True, slots=True)
class Who:
    """Who speaks, where that is written, the rule in words, and whether a reader could take it for somebody else.

    how  `name`, `pronoun`, `office`, `body`, `country`, `group`, `unnamed`, `document`
    """

    parties: tuple[Entity, ...]
    written: Span
    how: str
    rule: str
    clear: bool
    others: tuple[Entity, ...] = ()

    @property
    def first(self) -> Entity:
        return self.parties[0]

    @property
    def is_medium(self) -> bool:
        return all(party.kind is PartyKind.MEDIA for party in self.parties)


class SpeakerContext:
    """What the text has told so far, in the order in which it is read: later words lean on it.

    Attributes:
        home: the country of the house whose paper this is
        last: who spoke last
        issuer: the institution or country that last issued a text or spoke
        history: subjects in the order of the text, each with its word's index; pronouns and offices resolved

    """

    def __init__(self, page: Page, cast: Cast, home: str | None) -> None:
        self.page = page
        self.cast = cast
        self.home = home
        self.pronouns = Pronouns(cast)
        self.last: Who | None = None
        self.issuer: Entity | None = None
        self.history: list[tuple[int, Entity]] = []
        self._unnamed: list[tuple[int, frozenset[str], Entity]] = []

    def note(self, who: Who) -> None:
        """Take note that this party has just spoken."""
        self.last = who
        self.pronouns.note_speaker(who.first)
        if who.first.kind in (PartyKind.BODY, PartyKind.COUNTRY):
            self.issuer = who.first

    def find_unnamed(self, word: Word) -> Entity | None:
        """Return the party without a name that was last called by this noun, at most 400 words before."""
        return next(
            (
                entity
                for at, core, entity in reversed(self._unnamed)
                if at < word.i and word.low in core and word.i - at < 400
            ),
            None,
        )

    def take_unnamed(self, word: Word, span: Span) -> Who:
        """Return a party that is called by a noun alone, and keep it for the words behind."""
        shown = " ".join(span.of(self.page.text).split())
        entity = self.take(PartyKind.UNNAMED, shown, self.country_of(word))
        self._unnamed.append((word.i, frozenset({word.low}), entity))
        return Who((entity,), span, "unnamed", f"“{shown}”: nobody is named", True)

    def take(self, kind: PartyKind, name: str, country: str | None) -> Entity:
        """Return the party of this kind and name, a new one where the text has named none."""
        name = " ".join(name.split())
        same = next((e for e in self.cast.entities if e.kind is kind and plain(e.name) == plain(name)), None)
        if same is not None:
            return same
        entity = self.cast.new(kind, name, country)
        entity.add_spelling(name)
        return entity

    def phrase(self, word: Word) -> Span:
        """Return the noun phrase around a head: "a senior official at the ministry", without clauses."""
        words = self.page.words
        left, right = word.left, word.i
        for i in range(word.left, word.i):
            if words[i].inside is not word.inside or words[i].quotation or (i > word.left and words[i].low == "the"):
                left = i if words[i].low == "the" and words[i].inside is word.inside else i + 1
        for kid in sorted(word.kids, key=lambda one: one.i):
            if kid.i > word.i and kid.dep in ("prep", "case", "nmod", "compound", "flat") and kid.i <= right + 2:
                stop = kid.right
                for i in range(kid.left, kid.right + 1):
                    if (
                        words[i].text in (",", "(", ";", ":", "—", "–")
                        or words[i].quotation
                        or words[i].inside is not word.inside
                        or words[i].dep in ("relcl", "acl")
                    ):
                        stop = i - 1
                        break
                if stop - word.i < _MAX_PHRASE:
                    right = max(right, stop)
        while left < word.i and (
            words[left].pos in ("PUNCT", "CCONJ", "SCONJ", "SPACE", "ADV")
            or words[left].quotation
            or words[left].dep in ("cc", "mark")
        ):
            left += 1
        if word.i - left > 12:
            left = word.i
        while left < word.i and any(words[i].text in (",", ":", "—") for i in range(left, word.i)):
            left += 1
        return Span(words[left].start, words[right].end)

    def country_of(self, word: Word) -> str | None:
        """Return the country of a phrase: "Karsovian", "Seoul's", "of Maravel"."""
        its = next((kid for kid in word.kids if kid.dep == "poss" and kid.low == "its"), None)
        if its is not None:
            owner = self.pronouns.resolve(its)
            return owner.entity.country if owner is not None else None
        for i in range(word.left, word.right + 1):
            mention = self.cast.at.get(i)
            if mention is None or mention.entity.kind is not PartyKind.COUNTRY or i == word.i:
                continue
            if i < word.i or self._belongs(word, i):
                return mention.entity.country
        return None

    def _belongs(self, word: Word, i: int) -> bool:
        """True for a country behind "of", right after the noun; in "envoy to Russia" it is the other side's."""
        steps, at = 0, self.page.words[i]
        while at.i != word.i and steps < 3:
            parent = self.page.head(at)
            if (
                at.dep == "prep"
                and at.low not in ("of", "from", "for")
                and not (at.low == "in" and word.low in _SEATED)
            ):
                return False
            if at.dep in ("relcl", "acl"):
                return False
            at, steps = parent, steps + 1
        return at.i == word.i

    def country_words(self, word: Word) -> str | None:
        for i in range(word.left, word.right + 1):
            mention = self.cast.at.get(i)
            if mention is not None and mention.entity.kind is PartyKind.COUNTRY:
                return self.page.extent(self.page.words[mention.first : mention.last + 1]).of(self.page.text)
        return None

    def is_definite(self, word: Word) -> bool:
        return any(
            kid.low in ("the", "this", "that", "his", "her", "its", "their", "'s") or kid.dep == "poss"
            for kid in word.kids
        )

    def hyphened(self, word: Word) -> frozenset[str]:
        words = self.page.words[word.left : word.i]
        return frozenset(one.low for one in words if one.low in OFFICE_MODIFIERS | OFFICES)
