"""All frames of a page: what is said, and what is done, in the order of the text."""

from __future__ import annotations

from dataclasses import replace

from bot.ingest.drafting.frames.actions import TALKS, read_deed
from bot.ingest.drafting.frames.frame import Frame, trim
from bot.ingest.drafting.frames.idioms import read_idiom, read_so
from bot.ingest.drafting.frames.saying import read_according, read_noun, read_saying
from bot.ingest.drafting.lexicon.verbs import DOING, NOUNS, SAYING, STRONG
from bot.ingest.drafting.syntax.page import Page, Sentence, Word


def find_frames(page: Page) -> list[Frame]:
    """Find all frames of a page in the order of the text."""
    frames: list[Frame] = []
    for sentence in page.sentences:
        for word in sentence.words:
            if word.quotation is not None or word.pos == "SPACE":
                continue
            frames += _read_word(page, word)
        frames += read_so(page, sentence, frames)
        _mend_tail(sentence, frames)
    return frames


_TAIL_POS = frozenset({"DET", "ADJ", "PROPN", "NOUN", "PART", "ADP", "NUM", "PRON", "CCONJ"})


def _mend_tail(sentence: Sentence, frames: list[Frame]) -> None:
    """As in "Maravel has expelled the consul, Anton Belov, the ministry announced on Tuesday": a frame at the end
    of a sentence.

    The parser takes its noun phrase for an apposition where a name stands right before.
    """
    words = [word for word in sentence.words if word.pos != "SPACE"]
    cues = [
        n
        for n, word in enumerate(words)
        if word.low in SAYING
        and SAYING[word.low].lemma in _TAILS
        and word.tag in ("VBD", "VBZ", "VBN")
        and word.quotation is None
    ]
    if not cues or cues[-1] < 6:
        return
    at = cues[-1]
    if (
        any(word.pos in ("VERB", "AUX") or word.quotation or word.inside for word in words[at + 1 :])
        or len(words) - at > 9
    ):
        return
    start = at - 1
    while start > 0 and words[start].text != ",":
        start -= 1
    phrase = words[start + 1 : at]
    if start < 5 or not 1 <= len(phrase) <= 9 or any(word.pos not in _TAIL_POS or word.quotation for word in phrase):
        return
    held = next((frame for frame in frames if frame.cue is words[at]), None)
    if held is not None and held.content and held.content[-1].i <= words[start].i and len(held.content) >= start - 4:
        return
    subject = next(
        (
            word
            for word in reversed(phrase)
            if word.pos in ("NOUN", "PROPN", "PRON")
            and not any(other.pos == "ADP" for other in phrase[: phrase.index(word)])
        ),
        None,
    )
    if subject is None or not any(word.pos in ("VERB", "AUX") for word in words[:start]):
        return
    if held is not None:
        frames.remove(held)
    frames.append(Frame(words[at], SAYING[words[at].low], subject, trim(words[:start]), "clause"))
    for frame in frames:
        if frame.sentence == sentence.number and frame.cue is not words[at]:
            frame.content = trim(
                [word for word in frame.content if word.i < words[start].i or frame.cue.i > words[start].i]
            )


_TAILS = frozenset("say announce report state add confirm tell write note".split())


def _read_word(page: Page, word: Word) -> list[Frame]:
    if word.low == "to" and word.i and page.words[word.i - 1].low == "according":
        frame = read_according(page, word)
        return [frame] if frame else []
    if (word.pos in ("NOUN", "PROPN") and word.low in NOUNS) or (word.low.rstrip("s") in NOUNS and word.pos == "NOUN"):
        frame = read_noun(page, word)
        if frame is not None:
            return [frame]
    is_verb = word.pos in ("VERB", "AUX") and word.dep not in ("amod", "aux", "auxpass", "compound")
    if not is_verb and not (word.low in STRONG_FORMS and word.tag.startswith("VB")):
        return []
    idiom = read_idiom(page, word)
    if idiom is not None:
        return _split_clauses(page, idiom)
    saying, doing = SAYING.get(word.low), DOING.get(word.low)
    if word.low in ("have", "has", "had", "having") and word.pos == "VERB":
        doing = DOING["hold"]
        if not any(kid.dep == "dobj" and kid.low in TALKS for kid in word.kids):
            return []
    if saying is not None:
        frame = read_saying(page, word, saying)
        if frame is not None and not (doing is not None and frame.how in ("object", "phrase")):
            return _split_clauses(page, frame)
    if doing is not None:
        frame = read_deed(page, word, doing)
        return [frame] if frame else []
    return []


STRONG_FORMS = frozenset(form for form, verb in SAYING.items() if verb.lemma in STRONG)


def _split_clauses(page: Page, frame: Frame) -> list[Frame]:
    """As in "said that the boats were safe and that the crews were fed": each joined "that" is a point of its own."""
    words = frame.content
    if frame.how != "clause" or len(words) < 8 or words[0].i < frame.cue.i:
        return [frame]
    cuts = [
        number
        for number, word in enumerate(words)
        if number > 3
        and word.low == "that"
        and word.dep == "mark"
        and page.head(word).dep == "conj"
        and words[number - 1].low in ("and", "or", ",", ";", "but")
        and page.words[page.head(word).head].dep in ("ccomp", "conj", "csubj")
        and page.words[page.head(word).head].i < word.i
    ]
    if not cuts:
        return [frame]
    pieces = [words[a:b] for a, b in zip([0, *cuts], [*cuts, len(words)], strict=True)]
    return [replace(frame, content=trim(piece), inner=[]) for piece in pieces if len(trim(piece)) > 2]
