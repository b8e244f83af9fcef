"""Who "he", "she", "it" and "they" are: the nearest party of the sentences before that fits in kind, sex and place."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ingest.drafting.entities.cast import Cast, Entity, Mention
from bot.ingest.drafting.lexicon.nouns import HE, SHE
from bot.ingest.drafting.model import PartyKind
from bot.ingest.drafting.syntax.page import Page, Word

_MAX_SENTENCES = 8  # a name further back than this is not what a reader takes a pronoun for


@dataclass(frozen=True, slots=True)
class Antecedent:
    """Whom a pronoun stands for; `alone` where nobody else fitted."""

    entity: Entity
    mention: Mention
    alone: bool


class Pronouns:
    """Resolves pronouns in the order of the text, so that a resolved one helps the next."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._resolved: list[tuple[Word, Entity]] = []
        self._offices: list[tuple[Word, Entity]] = []
        self._last_speaker: Entity | None = None

    def note_speaker(self, entity: Entity) -> None:
        self._last_speaker = entity

    def note_subject(self, word: Word, entity: Entity) -> None:
        """Remember whom an office stood for as a subject ("the minister"), as if it were the name."""
        self._offices.append((word, entity))

    def resolve(self, word: Word) -> Antecedent | None:
        """Resolve a pronoun, or return None where nobody was named."""
        if word.low in HE | SHE:
            return self._resolve_person(word, "m" if word.low in HE else "f")
        if word.low in ("it", "its"):
            return self._resolve_body(word)
        return None

    def _resolve_person(self, word: Word, gender: str) -> Antecedent | None:
        page = self._cast.page
        bound = self._bound(word)
        scores: dict[int, tuple[float, Entity, Mention]] = {}
        for mention in self._cast.before(word.i, PartyKind.PERSON):
            entity = mention.entity
            distance = page.words[mention.first].sentence
            if word.sentence - distance > _MAX_SENTENCES:
                break
            if entity.gender not in (None, gender) or entity in bound:
                continue
            score = self._score(word, page.words[mention.last], entity)
            if id(entity) not in scores or score < scores[id(entity)][0]:
                scores[id(entity)] = (score, entity, mention)
        for earlier, entity in [*self._resolved, *self._offices]:
            if earlier.i >= word.i:
                continue
            if entity.gender in (None, gender) and entity not in bound and 0 <= word.sentence - earlier.sentence <= 3:
                score = self._score(word, earlier, entity) + 2
                held = scores.get(id(entity))
                named = (
                    held[2] if held else next((m for m in reversed(self._cast.mentions) if m.entity is entity), None)
                )
                if named is not None and (held is None or score < held[0]):
                    scores[id(entity)] = (score, entity, named)
        if not scores:
            return None
        ranked = sorted(scores.values(), key=lambda one: one[0])
        best = ranked[0]
        self._resolved.append((word, best[1]))
        if best[1].gender is None and not any(m.lean in (gender, None) for _, m, _ in ranked[1:]):
            best[1].gender = gender
        known = best[1].gender is not None or not any(m.lean in (gender, None) for _, m, _ in ranked[1:])
        return Antecedent(best[1], best[2], known and (len(ranked) == 1 or ranked[1][0] - best[0] > 14))

    def _score(self, word: Word, at: Word, entity: Entity) -> float:
        """Weigh a mention: distance, sentence, whether it was the subject, whether it spoke last. Lower is likelier."""
        page = self._cast.page
        head = _phrase_head(page, at)
        score = min(word.i - at.i, 60) * 0.17 + min(word.sentence - at.sentence, 8) * 8
        score += 3 if at.paragraph != word.paragraph else 0
        if head.dep in ("nsubj", "nsubjpass"):
            score -= 5
            governor = page.words[head.head]
            score += -4 if governor.dep in ("ROOT", "conj") else 5
        elif head.dep in ("poss", "compound"):
            score += 6
        elif head.dep in ("pobj", "dobj", "dative"):
            score += 3
        if entity.gender is None:
            score += 4 if entity.lean == ("m" if word.low in HE else "f") else 12 if entity.lean is not None else 8
        if entity.weak:
            score += 4
        if entity is self._last_speaker:
            score -= 7
        return score

    def _bound(self, word: Word) -> set[Entity]:
        """People who cannot be meant: named after the pronoun in its own clause ("He told Reth")."""
        page = self._cast.page
        if word.dep not in ("nsubj", "nsubjpass"):
            return set()
        verb = page.words[word.head]
        return {
            self._cast.at[i].entity
            for i in range(word.i + 1, verb.right + 1)
            if i in self._cast.at and page.words[i].sentence == word.sentence and i < word.i + 25
        }

    def _resolve_body(self, word: Word) -> Antecedent | None:
        page = self._cast.page
        best: tuple[float, Mention] | None = None
        others = 0
        for mention in self._cast.before(word.i, PartyKind.BODY, PartyKind.COUNTRY):
            at = page.words[mention.last]
            back = word.sentence - at.sentence
            if back > 2:
                break
            head = _phrase_head(page, at)
            score = back * 6.0 + (word.i - at.i) * 0.05
            score -= 6 if head.dep in ("nsubj", "nsubjpass") else 0
            score += 6 if head.dep in ("amod", "compound", "poss", "nmod") else 0
            score -= 2 if mention.entity.kind is PartyKind.BODY else 0
            score -= 2 if mention.entity is self._last_speaker else 0
            others += 1
            if best is None or score < best[0]:
                best = (score, mention)
        if best is None or best[0] > 12:
            return None
        return Antecedent(best[1].entity, best[1], others == 1)


def _phrase_head(page: Page, word: Word) -> Word:
    """Climb from a word of a name to the head of its phrase."""
    steps = 0
    while word.dep in ("compound", "flat", "nmod", "appos") and word.head != word.i and steps < 6:
        word = page.words[word.head]
        steps += 1
    return word
