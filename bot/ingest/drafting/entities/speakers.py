"""From the words that name a speaker to who that is: names, pronouns, offices, institutions, groups, the unnamed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ingest.drafting.entities.cast import Cast, Entity
from bot.ingest.drafting.entities.group_speakers import GroupSpeakers
from bot.ingest.drafting.entities.noun_speakers import NounSpeakers
from bot.ingest.drafting.entities.places import plain
from bot.ingest.drafting.entities.speaker_context import SpeakerContext, Who
from bot.ingest.drafting.frames.frame import Frame
from bot.ingest.drafting.lexicon.nouns import BODY_NOUNS, DOCUMENT_NOUNS, GROUP_NOUNS, HE, OFFICES, SHE
from bot.ingest.drafting.model import PartyKind, Span
from bot.ingest.drafting.syntax.page import Page, Word

_HOUSES = frozenset("embassy consulate ministry palace presidency chancellery mission".split())
_MEETINGS = frozenset("meet receive hold host visit speak talk confer telephone phone".split())


class Subjects:
    """Resolves the head of a phrase. `note` tells it who spoke last, which pronouns and documents lean on."""

    def __init__(self, page: Page, cast: Cast, home: str | None = None) -> None:
        """`home` is the country of the house whose paper this is."""
        self.page = page
        self.cast = cast
        self.context = SpeakerContext(page, cast, home)
        self._nouns = NounSpeakers(self.context, self._resolve_one)
        self._groups = GroupSpeakers(self.context)
        self._resolved: dict[int, Who | None] = {}

    def note(self, who: Who) -> None:
        """Take note that this party has just spoken."""
        self.context.note(who)

    def find_meeting(self, frames: Sequence[Frame]) -> None:
        """Remember the two people of the first meeting that is told of: "the two sides" are theirs."""
        for frame in frames:
            if frame.deed and frame.verb.lemma in _MEETINGS and frame.subject is not None:
                heads = [frame.patient] if frame.patient is not None else []
                heads += [
                    inner
                    for kid in frame.cue.kids
                    if kid.dep == "prep" and kid.low in ("with", "to")
                    for inner in kid.kids
                    if inner.dep == "pobj"
                ]
                if frame.patient is not None:
                    heads += [
                        inner
                        for kid in frame.patient.kids
                        if kid.dep == "prep" and kid.low == "with"
                        for inner in kid.kids
                        if inner.dep == "pobj"
                    ]
                first = self.resolve(frame.subject)
                others = [who for head in heads if (who := self.resolve(head)) is not None]
                people = [
                    party for who in ([first] if first else []) + others for party in who.parties if party.is_person
                ]
                if len(dict.fromkeys(people)) == 2:
                    self._groups.note_meeting(frame.cue.i, tuple(dict.fromkeys(people)))
                    return

    def survey(self) -> None:
        """Resolve all subjects in the order of the text, so that a later "Ruan" or "it" can lean on "the premier"
        before.
        """
        for word in self.page.words:
            if (
                word.dep in ("nsubj", "nsubjpass")
                and word.inside is None
                and word.quotation is None
                and (word.pos in ("NOUN", "PROPN") or word.low in HE | SHE)
            ):
                who = self.resolve(word)
                if who is not None and len(who.parties) == 1:
                    self.context.history.append((word.i, who.first))
                    if who.how == "office":
                        self.context.pronouns.note_subject(word, who.first)
            elif (
                word.low in _HOUSES
                and word.pos == "NOUN"
                and word.inside is None
                and word.i not in self.cast.at
                and self.context.is_definite(word)
            ):
                self.resolve(word)  # so that "it" can lean on "the Veldanian embassy", be it no subject

    def resolve(self, word: Word) -> Who | None:
        """Return who a phrase stands for, by its head word, or None where it is nobody who could speak."""
        if word.i not in self._resolved:
            who = self._resolved[word.i] = self._join(word, self._resolve_one(word))
            if who is not None and who.how == "document":
                self.context.issuer = who.first
        return self._resolved[word.i]

    def _join(self, word: Word, who: Who | None) -> Who | None:
        """Add those joined by "and": "Cho and Blinken agreed"."""
        if who is None or who.how == "group":
            return who
        joined = [kid for kid in word.kids if kid.dep == "conj" and kid.i > word.i and kid.pos in ("PROPN", "NOUN")]
        if not joined or not any(kid.dep == "cc" and kid.low in ("and", "&") for kid in word.kids):
            return who
        parties, end = list(who.parties), who.written.end
        for kid in joined:
            for other in (kid, *(inner for inner in kid.kids if inner.dep == "appos")):
                more = self._resolve_one(other)
                if more is not None and more.how != "unnamed" and not set(more.parties) & set(parties):
                    parties += more.parties
                    end = max(end, more.written.end)
                    break
        if len(parties) == len(who.parties):
            return who
        names = " and ".join(party.name for party in parties)
        return Who(tuple(parties), who.written, "name", f"{names} are named together", who.clear, who.others)

    def _resolve_one(self, word: Word) -> Who | None:
        mention = self.cast.at.get(word.i)
        if word.low in HE | SHE or (word.low == "it" and mention is None):
            return self._by_pronoun(word)
        if word.low in ("they", "both") or (word.low in GROUP_NOUNS and mention is None):
            return self._groups.resolve(word)
        if mention is not None and not (mention.entity.kind is PartyKind.COUNTRY and word.low in OFFICES | BODY_NOUNS):
            entity = mention.entity
            written = Span(self.page.words[mention.first].start, self.page.words[mention.last].end)
            how = {PartyKind.PERSON: "name", PartyKind.COUNTRY: "country"}.get(entity.kind, "body")
            shown = written.of(self.page.text)
            rule = f"named as “{shown}”" if plain(shown) == plain(entity.name) else f"“{shown}” is {entity.name}"
            if mention.others:
                spoken = self._choose_again(mention.first, (entity, *mention.others))
                if spoken is not None:
                    where = "the subject of the sentences before"
                    return Who(
                        (spoken,),
                        written,
                        how,
                        f"“{shown}” taken for {spoken.name}, {where}; others bear the name",
                        False,
                    )
                names = " or ".join(one.name for one in (entity, *mention.others))
                nobody = self.context.take(PartyKind.UNNAMED, shown, None)
                return Who(
                    (nobody,),
                    written,
                    "ambiguous",
                    f"“{shown}” could be {names}: nobody is taken for it",
                    False,
                    (entity, *mention.others),
                )
            if mention.doubtful:
                rule += ", but for a slip"
            return Who((entity,), written, how, rule, not entity.weak and not mention.doubtful)
        apposed = self._by_apposition(word)
        if apposed is not None:
            return apposed
        if word.pos not in ("NOUN", "PROPN", "ADJ", "NUM", "DET", "PRON"):
            return None
        return self._nouns.resolve(word)

    def _choose_again(self, at: int, candidates: tuple[Entity, ...]) -> Entity | None:
        """Of two people of one name, the one who was the subject right before, in this paragraph or the sentence
        before.
        """
        for i, entity in reversed(self.context.history):
            if i >= at:
                continue
            here, there = self.page.words[at], self.page.words[i]
            if here.paragraph != there.paragraph and here.sentence - there.sentence > 1:
                return None
            if entity in candidates:
                return entity
        return None

    def _by_apposition(self, word: Word) -> Who | None:
        """As in "The foreign minister, Anna Reth, said"; "spokesman Jan Voss said" where the parser took the noun
        for the head.
        """
        for kid in word.kids:
            mention = self.cast.at.get(kid.i)
            if mention is None or not mention.entity.is_person:
                continue
            if kid.dep in ("appos", "flat", "npadvmod", "oprd") or (kid.dep == "compound" and word.low in OFFICES):
                written = self.page.extent(self.page.words[mention.first : mention.last + 1])
                return Who(
                    (mention.entity,), written, "name", f"“{word.text}” is {mention.entity.name}, named beside it", True
                )
        return self._by_tied_office(word)

    def _by_tied_office(self, word: Word) -> Who | None:
        """The office phrase that holds this word stands beside a name: "The foreign minister of Maravel, Dame
        Odile".
        """
        for mention in self.cast.mentions:
            if not mention.entity.is_person or abs(mention.first - word.i) > 20:
                continue
            first = self.page.words[mention.first]
            if first.sentence != word.sentence:
                continue
            tied = any(
                office.span is not None
                and office.span.start <= word.start < office.span.end
                and 0 <= first.start - office.span.end < 12
                for office in mention.entity.offices
            )
            comma = self.page.words[word.right + 1] if word.right + 1 < len(self.page.words) else None
            apposed = (
                mention.first == word.right + 2
                and comma is not None
                and comma.text == ","
                and mention.last + 1 < len(self.page.words)
                and self.page.words[mention.last + 1].text == ","
            )
            if tied or (apposed and word.pos == "NOUN"):
                written = self.page.extent(self.page.words[mention.first : mention.last + 1])
                return Who(
                    (mention.entity,), written, "name", f"“{word.text}” is {mention.entity.name}, named beside it", True
                )
        return None

    def _by_pronoun(self, word: Word) -> Who | None:
        span = Span(word.start, word.end)
        issuer = self._issuer_before(word) if word.low == "it" else None
        if issuer is not None:
            return Who(
                issuer.parties,
                span,
                "pronoun",
                f"“{word.text}” taken for {issuer.first.name}, whose text was named before",
                False,
            )
        found = self.context.pronouns.resolve(word)
        if found is None:
            last = self.context.last
            near = last is not None and word.i - self.page.words[0].i >= 0 and last.how == "unnamed"
            if last is not None and near and word.low in HE | SHE and len(last.parties) == 1:
                rule = f"“{word.text}” taken for “{last.first.name}”, who spoke before and has no name"
                return Who(last.parties, span, "unnamed", rule, False)
            return None
        back = word.sentence - self.page.words[found.mention.first].sentence
        where = "in this sentence" if back == 0 else "one sentence before" if back == 1 else f"{back} sentences before"
        rule = f"“{word.text}” taken for {found.entity.name}, named {where}"
        return Who(
            (found.entity,), span, "pronoun", rule, found.alone and not found.mention.others, found.mention.others
        )

    def _issuer_before(self, word: Word) -> Who | None:
        """As in "The Karsovian statement was short. …, it said": the one who issued the document that was the
        subject.
        """
        for sentence in (word.sentence, word.sentence - 1, word.sentence - 2):
            if sentence < 0 or self.page.sentences[sentence].paragraph != word.paragraph:
                break
            for other in self.page.sentences[sentence].words:
                if other.i < word.i and other.dep in ("nsubj", "nsubjpass") and other.pos in ("NOUN", "PROPN"):
                    return self.resolve(other) if other.low in DOCUMENT_NOUNS and other.i not in self.cast.at else None
        return None
