"""Runs of capitalised words, over hyphens and name particles: what may be a name."""

from __future__ import annotations

from bot.ingest.drafting.entities.cast import Cast
from bot.ingest.drafting.lexicon.nouns import BODY_NOUNS, GROUP_NOUNS, NEVER_NAMES, OFFICES, as_weekday

_PARTICLES = frozenset("de van von der den la le di da del dos du bin bint ibn abu al el ben ter zu ten af".split())


_CLOSED_POS = frozenset({"DET", "PRON", "ADP", "SCONJ", "CCONJ", "AUX", "INTJ", "PART"})


def find_runs(cast: Cast) -> list[tuple[int, int]]:
    """Return (first, last) of runs of capitalised words that are not named yet."""
    words = cast.page.words
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        if not _may_begin(cast, at):
            at += 1
            continue
        last = at
        while last - at < 12:
            after = _continue_run(cast, last)
            if after is None:
                break
            last = after
        runs.append((at, last))
        at = last + 1
    return runs


def _may_begin(cast: Cast, at: int) -> bool:
    word = cast.page.words[at]
    if at in cast.at or word.quotation:
        return False
    if is_joined_particle(cast, at):
        return True
    if not word.text[:1].isupper() or not word.text[:1].isalpha():
        return False
    if (
        word.low in NEVER_NAMES
        or word.low.rstrip(".") in NEVER_NAMES
        or is_group_word(word.low)
        or as_weekday(word.low)
    ):
        return False
    first_of_sentence = (
        at == 0
        or cast.page.words[at - 1].sentence != word.sentence
        or (cast.page.words[at - 1].text in ('"', "'", "-", "—", "–", ":") and cast.page.words[at - 1].pos == "PUNCT")
    )
    if first_of_sentence and word.pos in _CLOSED_POS | {"ADV", "VERB"}:
        after = cast.page.words[at + 1] if at + 1 < len(cast.page.words) else None
        known_word = word.pos in ("ADV", "VERB", "AUX") or after is None
        return (
            not known_word
            and after is not None
            and after.text[:1].isupper()
            and after.low not in NEVER_NAMES
            and after.tag.startswith("NNP")
            and after.start > word.end
        )
    if (
        first_of_sentence
        and word.pos in ("NOUN", "ADJ")
        and word.tag not in ("NNP", "NNPS")
        and word.text not in cast.proper
    ):
        following = cast.page.words[at + 1] if at + 1 < len(cast.page.words) else None
        return following is not None and following.text[:1].isupper() and following.low not in NEVER_NAMES
    return word.pos not in _CLOSED_POS or word.tag in ("NNP", "NNPS")


def is_joined_particle(cast: Cast, at: int) -> bool:
    """True for "al" of "al-Haddad": a particle that a hyphen joins to a capitalised word."""
    words = cast.page.words
    return (
        at + 2 < len(words)
        and words[at].low in _PARTICLES
        and words[at + 1].text == "-"
        and words[at].end == words[at + 1].start
        and words[at + 1].end == words[at + 2].start
        and words[at + 2].text[:1].isupper()
    )


def _continue_run(cast: Cast, last: int) -> int | None:
    """Return the index of the next word of the run, over hyphens and name particles, or None where it ends."""
    words = cast.page.words
    after = last + 1
    if after >= len(words) or after in cast.at:
        return None
    here, nxt = words[last], words[after]
    if nxt.sentence != here.sentence or nxt.quotation or nxt.inside is not here.inside:
        return None
    glued = nxt.start == here.end
    if nxt.text in ("-", "–") and glued and after + 1 < len(words):
        behind = words[after + 1]
        if behind.start == nxt.end and behind.text[:1].isalpha() and after + 1 not in cast.at:
            return after + 1
        return None
    if nxt.text == "." and glued and len(here.text) <= 2:
        return after
    if (
        nxt.text == "'"
        and glued
        and here.low.endswith("s")
        and after + 1 < len(words)
        and words[after + 1].low in BODY_NOUNS
        and words[after + 1].text[:1].isupper()
    ):
        return after + 1
    if nxt.text[:1].isupper() and nxt.text[:1].isalpha() and nxt.low not in NEVER_NAMES and not is_group_word(nxt.low):
        return after
    if nxt.low in _PARTICLES and after + 1 < len(words) and after + 1 not in cast.at:
        at = after
        while at < len(words) and words[at].low in _PARTICLES:
            at += 2 if is_joined_particle(cast, at) else 1
        if (
            at < len(words)
            and words[at].text[:1].isupper()
            and words[at].sentence == here.sentence
            and words[at].low not in NEVER_NAMES
        ):
            return at
    return None


def is_group_word(low: str) -> bool:
    """True for "Ministers", "Parties", "Presidents": capitalised in a communiqué, and nobody's name."""
    return low in GROUP_NOUNS or (low.endswith("s") and low[:-1] in OFFICES)
