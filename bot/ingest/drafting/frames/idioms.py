"""Frames of several words: "made clear that …", "took note of …", "gave his word that …", "So has the envoy"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ingest.drafting.frames.frame import Frame, find_subject, trim
from bot.ingest.drafting.frames.saying import read_saying
from bot.ingest.drafting.lexicon.verbs import SAYING, Takes, Verb
from bot.ingest.drafting.syntax.page import Page, Sentence, Word

_CLEAR = frozenset(["clear", "plain", "known", "explicit"])
_MAKES = frozenset(["make", "makes", "made", "making"])
_TAKES = frozenset(["take", "takes", "took", "taken"])
_GIVES = frozenset(["give", "gives", "gave", "given"])
_WORD_GIVEN = frozenset("word assurance assurances promise pledge guarantee guarantees undertaking commitment".split())
_AUXILIARIES = frozenset("has have had did does do is are was were".split())
_DOES = Verb("do", Takes.DEED)


def read_idiom(page: Page, word: Word) -> Frame | None:
    """Read a verb that only reports together with the word behind it."""
    low = word.low
    if low in _MAKES:
        return _read_clear(page, word)
    if low in _TAKES:
        note = next((kid for kid in word.kids if kid.dep == "dobj" and kid.low == "note"), None)
        subject = find_subject(page, word) if note is not None else None
        if note is None or subject is None or word.tag not in ("VBD", "VBZ", "VBP", "VBN"):
            return None
        return Frame(word, SAYING["note"], subject, trim(page.words[word.i : word.right + 1]), "object")
    if low in _GIVES:
        return _read_word_given(page, word)
    if low in ("did", "done") and word.i + 1 < len(page.words) and page.words[word.i + 1].low == "so":
        subject = find_subject(page, word)
        if subject is not None and not any(kid.dep == "neg" for kid in word.kids):
            return Frame(word, _DOES, subject, trim(page.words[word.left : word.right + 1]), "deed")
    return None


def _read_clear(page: Page, word: Word) -> Frame | None:
    clear = next((kid for kid in word.kids if kid.low in _CLEAR and kid.i > word.i), None)
    if clear is None:
        return None
    frame = read_saying(page, word, SAYING["stress"])
    if frame is None or len(frame.content) < 3:
        return None
    frame.content = trim([one for one in frame.content if one.i > clear.i])
    return frame if len(frame.content) > 2 else None


def _read_word_given(page: Page, word: Word) -> Frame | None:
    """As in "gave me his word that the posts will go": a promise."""
    given = next((kid for kid in word.kids if kid.dep == "dobj" and kid.low in _WORD_GIVEN), None)
    subject = find_subject(page, word) if given is not None else None
    if given is None or subject is None or any(kid.dep == "neg" for kid in word.kids):
        return None
    content = [one for one in page.words[given.i + 1 : word.right + 1] if one.pos != "SPACE"]
    if not content or content[0].low not in ("that", "of", "to"):
        return None
    return Frame(word, SAYING["promise"], subject, trim(content), "clause")


def read_so(page: Page, sentence: Sentence, frames: Sequence[Frame]) -> list[Frame]:
    """As in "The minister has accepted. So has the envoy": the verb of the sentence before, of another one."""
    words = [word for word in sentence.words if word.pos != "SPACE"]
    if len(words) < 3 or words[0].low != "so" or words[1].low not in _AUXILIARIES:
        return []
    before = [one for one in frames if one.sentence == sentence.number - 1 and one.cue.paragraph == sentence.paragraph]
    if not before or before[-1].unreal:
        return []
    aux = words[1]
    subject = next(
        (kid for kid in aux.kids if kid.i > aux.i and kid.dep in ("nsubj", "dobj", "attr", "nsubjpass")), None
    )
    if subject is None:
        return []
    content = [word for word in page.words[words[0].i : subject.i + 1] if word.pos != "SPACE"]
    return [Frame(aux, before[-1].verb, subject, content, before[-1].how if before[-1].deed else "object")]
