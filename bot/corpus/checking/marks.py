"""Quotation marks of every script and house style, and how those of a paragraph pair.

Pairs are chosen together: the reading of a paragraph that leaves fewest marks without a partner counts. A mark without
one opens nothing. What can be an apostrophe, an inch or a foot is left out of the pairs where that fits better. Where
two readings fit equally well, both are given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.corpus.annotations import Span

# Each opening mark with the marks that can close it. The first closer is the usual one.
PAIRS: dict[str, tuple[str, ...]] = {
    '"': ('"', "”", "＂"),  # straight, typewriters
    "“": ("”", '"', "“"),  # English, Chinese, Korean; straight or turned by mistake at the end
    "„": ("“", "”", '"', "‟", "״"),  # German, Czech; Polish, Hungarian, Romanian, older Hebrew
    "‟": ("”", '"'),
    "”": ("”",),  # Swedish, Finnish
    "«": ("»",),  # French, Russian, Ukrainian, Italian, Spanish, Arabic, Persian
    "»": ("«", "»"),  # German and Danish books; Finnish, Swedish books
    "＂": ("＂", '"', "”"),
    "״": ("״", "”"),  # Hebrew
    "〝": ("〞", "〟"),  # vertical East Asian
    "「": ("」",),  # Japanese, traditional Chinese
    "『": ("』",),
    "｢": ("｣",),
    "﹁": ("﹂",),
    "﹃": ("﹄",),
    "《": ("》",),  # Chinese titles; quotations of North Korean media
    "〈": ("〉",),
    "❝": ("❞",),
    "``": ("''", '"', "”"),  # US Government Publishing Office, TeX
    ",,": ("''", "``", '"', "“", "”"),  # typed German and Polish
    "''": ("''",),  # two apostrophes for a straight mark
    "<<": (">>",),  # typed French and Russian
    "‘": ("’", "'", "‘"),  # British; within double marks
    "‚": ("‘", "’", "'"),
    "‛": ("’", "'"),
    "’": ("’",),  # Swedish, Finnish
    "'": ("'", "’"),
    "`": ("'", "’"),
    "‹": ("›",),
    "›": ("‹", "›"),
    "❛": ("❜",),
}
_CLOSERS: dict[str, tuple[str, ...]] = {}
for _opener, _closers in PAIRS.items():
    for _closer in _closers:
        _CLOSERS[_closer] = (*_CLOSERS.get(_closer, ()), _opener)
MARKS = frozenset(PAIRS) | frozenset(_CLOSERS)
_SINGLE = "".join(re.escape(mark) for mark in sorted(MARKS) if len(mark) == 1)
_LONG = tuple(mark for mark in sorted(MARKS) if len(mark) > 1)
_MARK, _ANY_MARK = re.compile(f"[{_SINGLE}]"), re.compile(f"{'|'.join(map(re.escape, _LONG))}|[{_SINGLE}]")
_IN_WORD = re.compile("[A-Za-z]['’][A-Za-z]")
_APOSTROPHES = frozenset("'’‘‛`")
# Which side of the words a mark is on shows by what is beside it; the others are on one side always.
_NEUTRAL = frozenset({'"', "＂", "״", "'", "’", "”", "“", "‘", "«", "»", "›", "''", "``"})
_BEFORE_OPENING = "([{<—–―-/=:¿¡…"
_AFTER_CLOSING = ".,;:!?)]}。，、！？；：）」』"
_ELISION = re.compile(
    r"(?:\d\ds?|em|tis|twas|twere|twill|til|till|n|cause|cos|round|bout|neath|nuff|tude|er)\b", re.IGNORECASE
)
_MEASURE = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,]\d+|/\d+)?[½¼¾]?\s?$")  # not a year
# Marks within marks go no deeper in any real text; readings that are worse than so many others are given up.
_DEEPEST, _BROADEST, _NARROWEST = 6, 12, 2
_MOST_WEIGHED = 20_000  # marks of a document; later paragraphs, counted from its end, have no pairs
_MANY = 500  # marks of a paragraph beyond which few readings are followed: nobody wrote it

# What it costs to read a mark in a way, in tenths of a mark that is left without a partner.
_ALONE, _NONE = 10, 0
_RARE = 6  # an opening mark that is an apostrophe nearly always, or one turned the wrong way
_POSSIBLE = 3  # an apostrophe where one can be, though it is seldom: goin’
_WITHIN = 2  # more than outside, for a mark without a partner within a pair
_SAME_WITHIN = 20  # straight marks within straight marks of the same sort
_CONTINUES = 1

_Pair: TypeAlias = tuple[int, int]


@dataclass(slots=True, eq=False)
class _Token:
    """A mark: where, which, whether it may open or close by what is beside it, and the cost of its being none."""

    start: int
    end: int
    mark: str
    opens: bool
    closes: bool
    none: int
    rare: int


@dataclass(slots=True, eq=False)
class _Pairs:
    """The pairs of a reading, the last one first, as a list that readings share."""

    pair: _Pair
    before: _Pairs | None
    count: int


@dataclass(slots=True, eq=False)
class _Reading:
    """One way to read the marks so far; `other` are pairs that cost the same, where `is_double`."""

    cost: int
    pairs: _Pairs | None
    other: _Pairs | None = None
    is_double: bool = False


@dataclass(frozen=True, slots=True)
class MarkedSpans:
    """The stretches between marks in a text, marks left out, in order.

    `spans` are so in every good reading; `doubtful` in one of two only, given as both readings of a paragraph.
    `alone` are the offsets of marks without a partner.
    """

    spans: tuple[Span, ...]
    doubtful: tuple[tuple[tuple[Span, ...], tuple[Span, ...]], ...] = ()
    alone: tuple[int, ...] = ()


def pair_marks(text: str, paragraphs: Sequence[Span]) -> MarkedSpans:
    """Pair the marks of a text, paragraph by paragraph.

    A quotation goes on over paragraphs only where each next one begins with its mark once more: from the last
    paragraph to the first, as an unclosed mark continues only into a quotation that has an end.
    """
    spans: list[Span] = []
    doubtful: list[tuple[tuple[Span, ...], tuple[Span, ...]]] = []
    alone: list[int] = []
    budget = _MOST_WEIGHED
    pattern = _ANY_MARK if any(mark in text for mark in _LONG) else _MARK
    head = ""  # the mark at the beginning of the next paragraph, where a quotation that begins there has an end
    for paragraph in reversed(paragraphs):
        matches = [
            match
            for match in pattern.finditer(text, paragraph.start, paragraph.end)
            if match[0] not in "'’" or not _IN_WORD.match(text, match.start() - 1 if match.start() else 0)
        ]
        if not matches:
            head = ""
            continue
        first, second = _pair_alternating(matches), None
        if first is None:
            tokens = [one for match in matches if (one := _classify(text, match[0], match.start(), paragraph))]
            budget -= len(tokens)
            if budget > 0:
                first, second = _pair_paragraph(tokens, paragraph, head)
            first = first or []
            if second is not None:
                doubtful.append((_as_spans(first), _as_spans(second)))
                common = set(first).intersection(second)
                first = [pair for pair in first if pair in common]
            used = {at for pair in first for at in pair}
            alone += (one.start for one in tokens if one.none == _ALONE and not {one.start, one.end} & used)
        spans += _as_spans(first)
        opening = matches[0]
        begins = opening.start() == paragraph.start or text[paragraph.start : opening.start()].isspace()
        head = opening[0] if begins and any(begin == opening.end() for begin, _ in first) else ""
    return MarkedSpans(tuple(sorted(spans)), tuple(reversed(doubtful)), tuple(sorted(alone)))


def can_enclose(text: str, span: Span) -> bool:
    """Whether marks that can be a pair are beside a stretch, white space between left out of account."""
    before, after = text[: span.start].rstrip()[-2:], text[span.end : span.end + 4].lstrip()[:2]
    return any(
        before.endswith(opener) and after.startswith(closer) for opener, closers in PAIRS.items() for closer in closers
    )


def _as_spans(pairs: Sequence[_Pair]) -> tuple[Span, ...]:
    return tuple(sorted(Span(begin, end) for begin, end in pairs))


def _classify(text: str, mark: str, start: int, paragraph: Span) -> _Token | None:
    """What a mark can be by the characters beside it; None where it is no quotation mark."""
    end = start + len(mark)
    before = text[start - 1] if start > paragraph.start else " "
    after = text[end] if end < paragraph.end else " "
    if mark not in _NEUTRAL:
        opens, closes = mark in PAIRS, mark in _CLOSERS
        if mark == ",," and (not _is_outside(before) or after.isspace()):
            return None
        if mark in ("<<", ">>") and before.isspace() and after.isspace():
            return None
        if mark == "`":
            opens = _is_outside(before) and not after.isspace()
            return _Token(start, end, mark, opens, False, _POSSIBLE, _NONE) if opens else None
        return _Token(start, end, mark, opens, closes, _ALONE, _NONE)
    is_apostrophe = mark in _APOSTROPHES
    inside = _is_letter(before) and _is_letter(after)
    if inside and (is_apostrophe or mark in '"״') and not (_is_unspaced(before) or _is_unspaced(after)):
        return None  # don’t, צה״ל
    opens = _is_outside(before) and not after.isspace() and after not in _AFTER_CLOSING
    closes = not before.isspace() and (not _is_letter(after) or _is_unspaced(after) or mark in "”»")
    if start == paragraph.start:
        opens, closes = True, False
    elif (before.isspace() and after.isspace() and mark not in "«»") or (_is_unspaced(before) and _is_unspaced(after)):
        opens = closes = True
    elif _is_unspaced(before) and not after.isspace():
        opens = True
    if is_apostrophe:
        return _classify_apostrophe(text, _Token(start, end, mark, opens, closes, _ALONE, _NONE), paragraph)
    none = _ALONE
    if mark in '"”＂״' and not opens and _is_measure(text, start, paragraph):
        none = _NONE
    rare = _RARE if mark in "“”" else _NONE
    if mark == "“":
        return _Token(start, end, mark, opens or not closes, closes and not opens, none, rare)
    if mark == "”":
        return _Token(start, end, mark, opens and not closes, start != paragraph.start, none, rare)
    if mark == "«":
        return _Token(start, end, mark, opens or _is_outside(before) or not closes, closes, none, _NONE)
    if mark == "»":
        return _Token(start, end, mark, opens, not opens, none, _NONE)
    return _Token(start, end, mark, opens, closes, none, _NONE) if opens or closes or none else None


def _classify_apostrophe(text: str, token: _Token, paragraph: Span) -> _Token | None:
    """The same for a mark that can be an apostrophe: elisions, decades, possessives, feet and minutes."""
    start, end, mark, opens, closes = token.start, token.end, token.mark, token.opens, token.closes
    before = text[start - 1] if start > paragraph.start else " "
    if opens and _ELISION.match(text, end, paragraph.end):
        opens = False
        if not closes:
            return None
    none = _ALONE
    if closes and not opens:
        if before in "sSzZxX" or _is_measure(text, start, paragraph):
            none = _NONE
        elif _is_letter(before):
            none = _POSSIBLE
    elif opens and not closes and mark in "’'":
        none = _POSSIBLE
    rare = _RARE if mark in "’‘" else _NONE
    if mark == "‘":
        return _Token(start, end, mark, opens or not closes, closes and not opens, none, rare)
    if not (opens or closes):
        return None
    return _Token(start, end, mark, opens, closes, none, rare)


def _pair_paragraph(
    tokens: Sequence[_Token], paragraph: Span, head: str
) -> tuple[list[_Pair], list[_Pair] | None]:  # fmt: skip
    """The pairs of a paragraph in the best reading, and in another one as good, if there is one.

    Dynamic programming over the marks that are open: of all readings that leave the same ones open, the cheapest stays.
    """
    states: dict[tuple[_Token, ...], _Reading] = {(): _Reading(0, None)}
    broadest = _BROADEST if len(tokens) < _MANY else _NARROWEST
    for token in tokens:
        following: dict[tuple[_Token, ...], _Reading] = {}
        for opened, reading in states.items():
            for stack, cost, pair in _choose(token, opened):
                _keep_best(following, stack, reading, reading.cost + cost, pair)
        if len(following) > broadest:
            best = sorted(following.items(), key=lambda item: item[1].cost + _POSSIBLE * len(item[0]))
            following = dict(best[:broadest])
        states = following
    ends: dict[tuple[_Token, ...], _Reading] = {}
    for opened, reading in states.items():
        cost, pair = _ALONE * len(opened), None
        if opened and head and head in (opened[0].mark, *PAIRS[opened[0].mark]):
            cost, pair = _ALONE * (len(opened) - 1) + _CONTINUES, (opened[0].end, paragraph.end)
        _keep_best(ends, (), reading, reading.cost + cost, pair)
    final = ends[()]
    return _unroll(final.pairs), _unroll(final.other) if final.is_double else None


def _pair_alternating(matches: Sequence[re.Match[str]]) -> list[_Pair] | None:
    """The pairs where “ and ” simply take turns, as in most paragraphs; else None."""
    if len(matches) % 2 or any(one[0] != "“" or other[0] != "”" for one, other in _by_two(matches)):
        return None
    return [(one.end(), other.start()) for one, other in _by_two(matches)]


def _by_two(matches: Sequence[re.Match[str]]) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    return zip(matches[::2], matches[1::2], strict=True)


def _choose(
    token: _Token, opened: tuple[_Token, ...]
) -> Iterator[tuple[tuple[_Token, ...], int, _Pair | None]]:  # fmt: skip
    """The ways to read a mark: what is open after it, the cost, and the pair that it closes."""
    yield opened, token.none + (_WITHIN if opened and token.none == _ALONE else _NONE), None
    if token.closes:
        for depth in range(len(opened) - 1, -1, -1):
            opener = opened[depth]
            if token.mark in PAIRS[opener.mark] and opener.end < token.end:
                turned = _RARE if token.mark == opener.mark and token.mark in "“‘" else _NONE
                left = _ALONE * (len(opened) - depth - 1)
                yield opened[:depth], left + turned, (opener.end, token.start)
                break
    if token.opens:
        is_again = bool(opened) and opened[-1].mark == token.mark and token.mark in "\"'＂״''"
        rare = token.rare if token.mark in "”’" else _NONE
        deep = len(opened) - _DEEPEST + 1
        left = _ALONE * deep if deep > 0 else _NONE
        yield (*opened[max(0, deep) :], token), left + (_SAME_WITHIN if is_again else rare), None


def _keep_best(
    states: dict[tuple[_Token, ...], _Reading], stack: tuple[_Token, ...], before: _Reading, cost: int,
    pair: _Pair | None,
) -> None:  # fmt: skip
    pairs = _append(before.pairs, pair)
    new = _Reading(cost, pairs, _append(before.other, pair) if before.is_double else None, before.is_double)
    old = states.get(stack)
    if old is None or cost < old.cost:
        states[stack] = new
    elif cost == old.cost and not old.is_double and _differ(old.pairs, pairs):
        states[stack] = _Reading(cost, old.pairs, pairs, True)


def _append(pairs: _Pairs | None, pair: _Pair | None) -> _Pairs | None:
    return _Pairs(pair, pairs, pairs.count + 1 if pairs else 1) if pair else pairs


def _differ(one: _Pairs | None, other: _Pairs | None) -> bool:
    """Whether two readings have different pairs; only what they do not share is compared."""
    mine: set[_Pair] = set()
    theirs: set[_Pair] = set()
    while one is not other:
        if one is not None and (other is None or one.count >= other.count):
            mine.add(one.pair)
            one = one.before
        elif other is not None:
            theirs.add(other.pair)
            other = other.before
    return mine != theirs


def _unroll(pairs: _Pairs | None) -> list[_Pair]:
    found = []
    while pairs is not None:
        found.append(pairs.pair)
        pairs = pairs.before
    return found[::-1]


def _is_outside(before: str) -> bool:
    """Whether words may be opened after a character: white space, a bracket, a dash, another mark."""
    return before.isspace() or before in _BEFORE_OPENING or before in PAIRS or before in "`<,"


def _is_letter(char: str) -> bool:
    return char.isalnum() or char == "_"


def _is_unspaced(char: str) -> bool:
    """Whether a character is of a script in which marks stand within a word or beside particles."""
    return (
        "\u0e00" <= char <= "\u0eff" or "\u1100" <= char <= "\u11ff" or "\u1780" <= char <= "\u17ff"
        or "\u2e80" <= char <= "\ud7ff" or "\uf900" <= char <= "\ufaff" or "\uff00" <= char <= "\uffef"
    )  # fmt: skip


def _is_measure(text: str, start: int, paragraph: Span) -> bool:
    """Whether figures stand before a mark that can be an inch, a foot, a minute or a second."""
    return _MEASURE.search(text, max(paragraph.start, start - 12), start) is not None
