"""Topics and events by their words: countries by any of their names, participants, kinds, places, forms of a word.

`Russia-DPRK treaty` is the topic whose names hold Russia, North Korea and treaty; `Lee–Rudenko talks` the meeting of
the two. Every word that is asked for has to be there: what has fewer of them is another thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from weakref import WeakKeyDictionary

from bot.answers.options.dates.english import read_english
from bot.answers.options.titles import LINKS
from bot.store.analysis.folding import fold
from bot.store.analysis.tokenizer import stem_words
from bot.store.names.directory import Directory
from bot.store.records import EventLine, Name

_COUNTRY_WORDS = 3
_MOST_WORDS = 12
_EMPTY = LINKS | frozenset({"between", "on", "with", "about", "by", "over", "its"})
_POSSESSIVE = re.compile(r"['’`´ʼ]s\b")
# Words that may be typed for one another of an occasion or a subject; each group is one word.
_SAME = (
    ("talks", "meeting", "met", "summit"), ("call", "phone", "telephone", "conversation"),
    ("presser", "press", "briefing", "conference"), ("visit", "trip"), ("summons", "summoned", "summoning"),
    ("treaty", "pact", "accord", "deal", "agreement"), ("signing", "signed", "signature"),
    ("arms", "arming", "weapons", "weaponry", "armaments"), ("ties", "relations", "relationship"),
    ("sanctions", "sanctioning"), ("statement", "remarks"), ("anniversary", "commemoration"),
)  # fmt: skip
_MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_DAY = re.compile(rf"\b(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?: \d{{4}})?\b")

Words = frozenset[str]


def find_by_words(directory: Directory, kind: str, text: str) -> list[Name]:
    """Topics or events (`kind`) in whose names and circumstances every word of the text is: the closest ones.

    A day in the text is one of the event's. The words themselves come before those that may be typed for them.
    """
    plain = fold(_POSSESSIVE.sub(" ", text))
    day = _DAY.search(plain)
    words = (_DAY.sub(" ", plain) if day else plain).split()
    if len(words) > _MOST_WORDS:
        return []
    known = _learn(directory, kind)
    for widened in (False, True):
        asked = list(_read_words(directory, words, widened=widened))
        fitting = [ref for ref, (_, all_words) in known.items() if asked and all(one & all_words for one in asked)]
        if day:
            fitting = [ref for ref in fitting if _is_on(directory, ref, day[0])]
        if fitting:
            # An event's own name counts before what is known of its circumstances.
            named = [ref for ref in fitting if all(one & known[ref][0] for one in asked)] or fitting
            # A capital by its name, before its country: of two events in Vietnam, the one in Hanoi.
            literal = [frozenset(word for word in one if not word.startswith("=")) for one in asked]
            named = [ref for ref in named if all(one & known[ref][1] for one in literal)] or named
            shortest = sorted(named, key=lambda ref: (len(known[ref][0]), ref))
            return [name for ref in shortest if (name := directory.by_ref(kind, ref))]
    return []


def find_event(directory: Directory, ref: str) -> EventLine | None:
    """The event of this id."""
    return next((one for one in directory.occasions() if one.id == ref), None)


def _is_on(directory: Directory, ref: str, day: str) -> bool:
    """Whether an event is on a day, of its own year where the day has none."""
    event = find_event(directory, ref)
    if event is None or event.first_day is None:
        return False
    last = date.fromisoformat(event.last_day or event.first_day)
    span = read_english(day, date(last.year, 12, 31))
    return span is not None and date.fromisoformat(event.first_day) <= span[0] <= last


def _read_words(directory: Directory, words: Sequence[str], *, widened: bool = False) -> Iterator[Words]:
    """What each word of a text, or each name of a country in it, may be in a label."""
    at = 0
    while at < len(words):
        if words[at] in _EMPTY:
            at += 1
            continue
        for size in range(min(_COUNTRY_WORDS, len(words) - at), 0, -1):
            text = " ".join(words[at : at + size])
            codes = directory.exact("country", text) if len(text) > 2 or text in ("us", "uk") else []
            if codes:
                # The name of a capital is a place as well.
                yield frozenset({*(f"={name.ref}" for name in codes), *(_stem(text) if size == 1 else ())})
                at += size
                break
        else:
            yield _widen(words[at]) if widened else _stem(words[at])
            at += 1


def _stem(word: str) -> Words:
    return frozenset(stem_words((word,)).values())


def _widen(word: str) -> Words:
    """A word's stem, and those of the words that may stand for it."""
    same = next((group for group in _SAME if word in group), (word,))
    return frozenset(stem_words((word, *same)).values())


_LEARNT: WeakKeyDictionary[Directory, dict[str, dict[str, tuple[Words, Words]]]] = WeakKeyDictionary()


def _learn(directory: Directory, kind: str) -> dict[str, tuple[Words, Words]]:
    """The words of every label by id: those of its own names, and these with its circumstances. Read once."""
    known = _LEARNT.setdefault(directory, {})
    if kind not in known:
        events = {one.id: one for one in directory.occasions()} if kind == "event" else {}
        learnt = {}
        for ref in directory.refs(kind):
            own = _gather(directory, (name.text for name in directory.names(kind, ref)))
            learnt[ref] = own, own | _gather(directory, _list_circumstances(directory, events.get(ref)))
        known[kind] = learnt
    return known[kind]


def _list_circumstances(directory: Directory, event: EventLine | None) -> Iterator[str]:
    if event is None:
        return
    yield event.kind
    yield event.place or ""
    for party in event.participants:
        for kind in ("person", "organisation"):
            yield from (name.text for name in directory.names(kind, party))
        yield from (post.title for post in directory.posts() if post.person == party)


def _gather(directory: Directory, texts: Iterable[str]) -> Words:
    return frozenset(
        word
        for text in texts
        for found in _read_words(directory, fold(_POSSESSIVE.sub(" ", text)).split())
        for word in found
    )
