"""Speakers by a common noun: offices, institutions, documents, and people who have no name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.ingest.drafting.entities.bodies import find_body
from bot.ingest.drafting.entities.cast import core_of
from bot.ingest.drafting.entities.offices import find_holder
from bot.ingest.drafting.entities.speaker_context import SpeakerContext, Who
from bot.ingest.drafting.lexicon.nouns import (
    BODY_NOUNS,
    DOCUMENT_NOUNS,
    HE,
    MEDIA_NOUNS,
    OFFICE_MODIFIERS,
    OFFICES,
    PEOPLE_NOUNS,
    SHE,
    mend,
)
from bot.ingest.drafting.model import PartyKind, Span
from bot.ingest.drafting.syntax.page import Word

_NEVER_HOLDERS = frozenset(
    "official diplomat analyst expert officer professor researcher economist historian head chief "
    "judge scholar fellow lawmaker deputy representative delegate".split()
)
_NOT_PEOPLE = frozenset(
    "paper letter number order matter water weather power border corner river answer offer order "
    "former latter other quarter corridor tanker trawler cutter cruiser freighter harbor harbour "
    "document agreement statement government parliament treatment movement moment event percent "
    "argument comment investment settlement department cement accident incident content extent "
    "committee sector factor error floor door doctor-bill centre center newspaper chapter winter "
    "summer september october november december disaster barrier carrier vessel charter register "
    "computer reactor minister-office engine apartment instrument element monument embankment "
    "deployment development announcement ceasefire fee employee-count coffee guarantee degree plant".split()
)


class NounSpeakers:
    """Resolves common nouns: offices to their holders, institutions, texts to whoever issued them, the unnamed."""

    def __init__(self, context: SpeakerContext, resolve_word: Callable[[Word], Who | None]) -> None:
        """`resolve_word` resolves a word of any kind: whose "the statement of the ministry" is leans on it."""
        self.context = context
        self.page, self.cast = context.page, context.cast
        self._resolve_word = resolve_word

    def resolve(self, word: Word) -> Who | None:
        low = mend(word.low) if word.pos in ("NOUN", "PROPN") else word.low
        span = self.context.phrase(word)
        country = self.context.country_of(word)
        modifiers = frozenset(
            kid.low for kid in word.kids if kid.dep in ("amod", "compound", "nmod") and kid.i < word.i
        ) | self.context.hyphened(word)
        if (
            low in ("side", "government", "administration", "capital", "nation", "country", "republic", "kingdom")
            and country is not None
            and low != "country"
        ):
            entity = self.cast.of_country(self.context.country_words(word) or country)
            return Who((entity,), span, "country", f"“{span.of(self.page.text)}” speaks for {entity.name}", True)
        if low in DOCUMENT_NOUNS:
            return self._by_document(word, span, country)
        if low in OFFICES:
            word = word if low == word.low else replace(word, low=low)
            return self._by_office(word, span, modifiers, country)
        if low in BODY_NOUNS or low in ("ministry",):
            return self._by_body(word, span, modifiers, country)
        if low in MEDIA_NOUNS:
            name = span.of(self.page.text)
            before = (
                self.cast.before(word.i, PartyKind.MEDIA) if self.context.is_definite(word) and not modifiers else []
            )
            medium = before[0].entity if before else self.context.take(PartyKind.MEDIA, name, country)
            return Who((medium,), span, "body", f"“{name}” is a medium", False)
        if low in PEOPLE_NOUNS or (low.endswith(("man", "woman", "person", "ist", "ian")) and word.pos == "NOUN"):
            return self.context.take_unnamed(word, span)
        if word.pos == "NOUN" and self._could_speak(word):
            return self.context.take_unnamed(word, span)
        return None

    def _could_speak(self, word: Word) -> bool:
        """True for "oil traders" and "a shipping agent" as subjects: people by their trade, whom no list holds."""
        if word.dep not in ("nsubj", "pobj", "agent") or word.low in _NOT_PEOPLE or word.low.rstrip("s") in _NOT_PEOPLE:
            return False
        return word.low.rstrip("s").endswith(
            ("er", "or", "ist", "ian", "man", "woman", "ant", "ent", "men", "women", "master", "eer", "ee")
        )

    def _by_office(self, word: Word, span: Span, modifiers: frozenset[str], country: str | None) -> Who | None:
        shown = span.of(self.page.text)
        indefinite = any(kid.low in ("a", "an", "one", "another", "some") for kid in word.kids)
        if not indefinite:
            if word.low in _NEVER_HOLDERS:
                earlier = self.context.find_unnamed(word)
                if earlier is not None:
                    return Who(
                        (earlier,), span, "office", f"“{shown}” taken for {earlier.name}, who spoke before", False
                    )
            owner = next((kid for kid in word.kids if kid.dep == "poss" and kid.pos in ("PROPN", "PRON", "NOUN")), None)
            holder = find_holder(self.cast, word, modifiers, country, home=self.context.home)
            if holder is not None and not (
                owner is not None and owner.i in self.cast.at and self.cast.at[owner.i].entity is holder.entity
            ):
                where = (
                    f", tied to the office by “{' '.join(holder.office.of(self.page.text).split())}”"
                    if holder.office
                    else ", who holds the office in the store"
                )
                if holder.others:
                    where += f"; {', '.join(o.name for o in holder.others)} would fit, too"
                return Who(
                    (holder.entity,),
                    span,
                    "office",
                    f"“{shown}” taken for {holder.entity.name}{where}",
                    not holder.others,
                    holder.others,
                )
            earlier = self.context.find_unnamed(word)
            if earlier is not None:
                return Who((earlier,), span, "office", f"“{shown}” taken for {earlier.name}, who spoke before", False)
            if word.low not in _NEVER_HOLDERS and (country is not None or modifiers):
                later = find_holder(self.cast, word, modifiers, country, ahead=True)
                if later is not None and not later.others:
                    return Who(
                        (later.entity,),
                        span,
                        "office",
                        f"“{shown}” taken for {later.entity.name}, named with that office further on",
                        False,
                    )
        return self.context.take_unnamed(word, span)

    def _office_of_pronoun(self, word: Word, span: Span) -> Who | None:
        """As in "according to her office": that of the person for whom "her" stands."""
        his = next((kid for kid in word.kids if kid.dep == "poss" and kid.low in HE | SHE), None)
        found = self.context.pronouns.resolve(his) if his is not None else None
        if found is None or word.low not in ("office", "cabinet", "palace", "staff", "delegation"):
            return None
        entity = self.context.take(PartyKind.BODY, f"{word.low} of {found.entity.name}", found.entity.country)
        self.cast.note_mention(entity, word.i)
        shown = span.of(self.page.text)
        return Who((entity,), span, "body", f"“{shown}” taken for the {word.low} of {found.entity.name}", False)

    def _by_body(self, word: Word, span: Span, modifiers: frozenset[str], country: str | None) -> Who | None:
        shown = span.of(self.page.text)
        core = core_of(" ".join([*sorted(modifiers & (OFFICE_MODIFIERS | BODY_NOUNS)), word.low]), self.cast.places)
        owner = next(
            (
                kid
                for kid in word.kids
                if kid.dep == "poss" and kid.i in self.cast.at and self.cast.at[kid.i].entity.is_person
            ),
            None,
        )
        if owner is not None:
            entity = self.context.take(PartyKind.BODY, shown, self.cast.at[owner.i].entity.country)
            self.cast.note_mention(entity, word.i)
            return Who((entity,), span, "body", f"“{shown}” speaks", True)
        if word.low in ("community", "public") and country is None:
            return None  # "the international community" is nobody who could speak
        owned = self._office_of_pronoun(word, span)
        if owned is not None:
            return owned
        named = find_body(self.cast, core, country, word.i)
        implied = None
        if named is None and country is None:
            implied = self._country_nearby(word)
            named = find_body(self.cast, core, implied, word.i)
        if named is not None:
            self.cast.note_mention(named, word.i)
            return Who(
                (named,),
                span,
                "body",
                f"“{shown}” taken for {named.name}",
                named.known is not None or country is not None or implied is None,
            )
        if (
            word.low
            in (
                "house",
                "service",
                "group",
                "board",
                "force",
                "forces",
                "staff",
                "movement",
                "front",
                "college",
                "society",
                "fund",
                "center",
                "centre",
            )
            and not modifiers
            and country is None
        ):
            return None
        entity = self.context.take(PartyKind.BODY, shown, country or implied)
        entity.core = core
        self.cast.add_mention(entity, word.i, word.i)
        self.cast.sort()
        return Who((entity,), span, "body", f"“{shown}” speaks", country is not None)

    def _country_nearby(self, word: Word) -> str | None:
        """The country of an institution named without one: the first country of its sentence, else the last before."""
        inside = [
            m
            for m in self.cast.mentions
            if self.page.words[m.first].sentence == word.sentence and m.first < word.i and m.entity.country
        ]
        subjects = [m for m in inside if self.page.words[m.last].dep in ("nsubj", "nsubjpass", "poss")]
        if subjects or inside:
            return (subjects or inside)[0].entity.country
        before = next(
            (m for m in self.cast.before(word.i, PartyKind.BODY, PartyKind.COUNTRY) if m.entity.country), None
        )
        return before.entity.country if before is not None else None

    def _by_document(self, word: Word, span: Span, country: str | None) -> Who | None:
        """As in "The statement said": whoever issued it."""
        shown = span.of(self.page.text)
        for kid in word.kids:
            if kid.dep in ("compound", "amod", "nmod") and kid.low in BODY_NOUNS and kid.i not in self.cast.at:
                who = self._by_body(
                    kid, span, self.context.hyphened(kid) | self.context.hyphened(word) - {kid.low}, country
                )
                if who is not None:
                    return Who(
                        who.parties, who.written, "document", f"“{shown}” is that of {who.first.name}", who.clear
                    )
            inner = (
                [kid]
                if kid.dep in ("poss", "compound")
                else [one for one in kid.kids if one.dep == "pobj"]
                if kid.dep in ("prep", "agent") and kid.low in ("of", "from", "by")
                else []
            )
            for one in inner:
                who = self._resolve_word(one)
                if who is not None and who.how != "unnamed":
                    return Who(
                        who.parties, who.written, "document", f"“{shown}” is that of {who.first.name}", who.clear
                    )
        if country is None:  # "a statement published in Dravnik"
            inside = (self.cast.at[i].entity for i in range(word.i, word.right + 1) if i in self.cast.at)
            country = next((entity.country for entity in inside if entity.kind is PartyKind.COUNTRY), None)
        if country is not None:
            body = next(
                (m.entity for m in self.cast.before(word.i, PartyKind.BODY) if m.entity.country == country), None
            )
            entity = body or self.cast.of_country(self.context.country_words(word) or country)
            return Who((entity,), span, "document", f"“{shown}” taken for that of {entity.name}", False)
        if self.context.issuer is not None:
            return Who(
                (self.context.issuer,),
                span,
                "document",
                f"“{shown}” taken for that of {self.context.issuer.name}, who spoke before",
                False,
            )
        return None
