"""A frame, and who is the subject of its verb: through coordination, relative clauses, passives and infinitives."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.ingest.drafting.lexicon.nouns import OTHER_PRONOUNS
from bot.ingest.drafting.lexicon.verbs import SAYING, Verb
from bot.ingest.drafting.syntax.page import PLACEHOLDER, Page, Word

_CARRIED = frozenset(
    {"conj", "advcl", "xcomp", "ccomp", "acl", "pcomp", "prep", "dep", "parataxis", "pobj", "dobj", "attr", "oprd"}
)
_OBJECT_SPEAKS = frozenset("ask urge tell want force order press prompt lead allow hear see quote cite".split())
# auxiliaries of what has not happened: "would say", "to say"
MODALS = frozenset("will would could should can may might must shall 'll 'd wo ca".split())


@dataclass(slots=True, eq=False)
class Frame:
    """A verb or noun that reports or does something.

    subject  head of the words that name who speaks or acts; None where the sentence does not say
    content  the words that are reported; empty where they stand in a quotation elsewhere
    how      `clause`, `object`, `phrase`, `around`, `bare`, `according`, `noun`, `deed`, `quoted-as`
    medium   who hands it on by the grammar of the frame itself ("KTA quoted Rudin as saying")
    """

    cue: Word
    verb: Verb
    subject: Word | None
    content: list[Word]
    how: str
    medium: Word | None = None
    patient: Word | None = None
    unreal: bool = False
    inner: list[Frame] = field(default_factory=list)
    passive: bool = False

    @property
    def deed(self) -> bool:
        return self.how == "deed"

    @property
    def sentence(self) -> int:
        return self.cue.sentence


def find_subject(page: Page, verb: Word, depth: int = 0) -> Word | None:
    """Find who does what a verb says, through coordination, relative clauses and infinitives."""
    passive = is_passive(verb)
    agent = find_agent(verb)
    if passive:
        return agent
    if agent is not None and verb.tag == "VBN":
        return agent
    for kid in verb.kids:
        if kid.dep in ("nsubj", "csubj", "nsubjpass") and kid.quotation is None and kid.low != PLACEHOLDER:
            if kid.low in ("who", "that", "which") and kid.tag.startswith("W"):
                head = page.head(verb)
                return head if verb.head != verb.i and head.pos in ("NOUN", "PROPN", "PRON") else None
            own = next((one for one in kid.kids if one.i == verb.i - 1 and one.dep == "appos"), None)
            if own is not None and any(one.low in ("its", "his", "her", "their") for one in own.kids):
                return own  # "Veldania, its embassy said, “will not be hurried”"
            return _name_beside(page, kid, verb) or kid
    if depth == 0:
        apposed = _apposed_to_quotation(verb)
        if apposed is not None:
            return apposed
    if depth == 0 and verb.dep == "ROOT" and verb.tag in ("VBD", "VBZ"):
        # "On 12 January Karsovia closed the lane": the parser takes the country for a part of the date
        before = page.words[verb.i - 1] if verb.i else None
        if before is not None and before.pos == "PROPN" and before.sentence == verb.sentence:
            return before
    if depth >= 5 or verb.head == verb.i:
        return None
    head = page.head(verb)
    if verb.dep in ("relcl", "acl") and head.pos in ("NOUN", "PROPN", "PRON"):
        return head
    if verb.dep in _CARRIED:
        if verb.dep in ("xcomp", "ccomp") and head.pos == "VERB":
            receiver = next(
                (kid for kid in head.kids if kid.dep == "dobj" and kid.quotation is None and kid.i < verb.i), None
            )
            lemma = SAYING[head.low].lemma if head.low in SAYING else head.low
            if receiver is not None and lemma in _OBJECT_SPEAKS:
                return receiver
        if head.pos in ("VERB", "AUX", "ADP", "SCONJ", "NOUN", "ADJ", "PROPN") or verb.dep == "conj":
            return find_subject(page, head, depth + 1)
    return None


def _apposed_to_quotation(verb: Word) -> Word | None:
    """As in "“…,” the ministry's spokesman, Jan Voss, said": taken by the parser for an apposition to the quotation."""
    for kid in verb.kids:
        if kid.quotation is not None and kid.dep in ("nsubj", "dobj", "npadvmod", "dep"):
            for inner in kid.kids:
                if inner.dep in ("appos", "conj") and inner.pos in ("NOUN", "PROPN") and inner.i < verb.i:
                    return inner
    return None


def is_passive(verb: Word) -> bool:
    return any(kid.dep in ("auxpass", "nsubjpass") for kid in verb.kids)


def find_agent(verb: Word) -> Word | None:
    for kid in verb.kids:
        if kid.dep == "agent" or (kid.dep == "prep" and kid.low == "by" and verb.tag == "VBN"):
            for inner in kid.kids:
                if inner.dep == "pobj" and inner.quotation is None:
                    return inner
    return None


def _name_beside(page: Page, subject: Word, verb: Word) -> Word | None:
    """As in "On Tuesday, the anniversary of the war, President Yoon criticised": the name right before the verb
    wins.
    """
    if subject.i > verb.i or subject.pos not in ("NOUN", "PROPN") or subject.low in OTHER_PRONOUNS:
        return None
    at = verb.i - 1
    while at > subject.i and (
        page.words[at].pos in ("ADV", "SPACE") or page.words[at].dep in ("aux", "auxpass", "neg")
    ):
        at -= 1
    word = page.words[at]
    if at <= subject.right or word.pos != "PROPN" or word.sentence != verb.sentence:
        return None
    while word.dep in ("compound", "flat") and subject.i < word.head < verb.i:
        word = page.words[word.head]
    return word if word.dep not in ("pobj", "poss", "dobj", "conj") else None


def trim(words: list[Word]) -> list[Word]:
    """Leave out marks and conjunctions at both ends."""
    start, end = 0, len(words)
    while (
        start < end
        and words[start].quotation is None
        and (words[start].pos in ("SPACE", "PUNCT") or (words[start].pos in ("CCONJ",) and start == 0))
    ):
        start += 1
    if start < end and words[start].low == "that" and words[start].pos in ("SCONJ", "ADP", "PRON") and end - start > 2:
        start += 1
    while end > start and words[end - 1].quotation is None and words[end - 1].pos in ("SPACE", "PUNCT", "CCONJ"):
        end -= 1
    return words[start:end]
