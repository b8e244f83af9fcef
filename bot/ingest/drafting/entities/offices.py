"""Offices and their holders: "Ambassador Lee Do-hoon", "Shen Baoyu, the deputy foreign minister", and "the envoy"
later.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.ingest.drafting.entities.cast import Cast, Entity, Mention, add_office
from bot.ingest.drafting.lexicon.nouns import HONORIFICS, OFFICE_MODIFIERS, OFFICES, PORTFOLIOS
from bot.ingest.drafting.model import PartyKind, Span
from bot.ingest.drafting.syntax.page import Word

_MAX_OFFICE_WORDS = 16
_SAME_OFFICE = (
    frozenset({"ambassador", "envoy", "diplomat", "emissary", "nuncio", "representative"}),
    frozenset({"spokesman", "spokeswoman", "spokesperson"}),
    frozenset({"adviser", "advisor"}),
    frozenset({"chairman", "chairwoman", "chair", "chairperson"}),
    frozenset({"premier", "minister"}),
    frozenset({"secretary", "minister", "diplomat"}),
    frozenset({"president", "leader"}),
    frozenset({"premier", "leader"}),
    frozenset({"king", "monarch"}),
    frozenset({"queen", "monarch"}),
    frozenset({"senator", "lawmaker", "representative", "deputy", "legislator", "congressman", "mp"}),
    frozenset({"general", "commander"}),
    frozenset({"admiral", "commander"}),
    frozenset({"negotiator", "envoy", "representative"}),
    frozenset({"minister", "diplomat"}),
)  # fmt: skip
_RANKS = frozenset({"deputy", "vice", "prime", "former", "assistant", "acting", "first", "permanent"})


def find_offices(cast: Cast) -> None:
    """Read the office that stands before or behind each full name."""
    for mention in list(cast.mentions):
        if mention.entity.is_person and mention.first in mention.entity.full_at:
            _read_before(cast, mention)
            _read_apposition_before(cast, mention)
            _read_after(cast, mention)


def _read_before(cast: Cast, mention: Mention) -> None:
    """As in "South Korean Ambassador to Russia Lee Do-hoon": words of an office right before the name."""
    words = cast.page.words
    at = first = mention.first
    office = False
    while at > 0 and first - at < _MAX_OFFICE_WORDS:
        word = words[at - 1]
        if word.sentence != words[first].sentence or word.inside is not words[first].inside:
            break
        low = word.low.rstrip(".")
        named = cast.at.get(at - 1)
        if low in OFFICES or low in HONORIFICS or low in ("h.e",):
            office = office or low in OFFICES or HONORIFICS.get(low) is not None
        elif (
            low in OFFICE_MODIFIERS
            or (low in PORTFOLIOS and low not in ("the", "and", "for"))
            or low in ("'s", "'", "-", ".")
        ) or (
            low in ("of", "to", "for", "and", "the") and at - 2 >= 0 and not office and _leads_to_office(words, at - 1)
        ):
            pass
        elif named is not None and named.entity.kind in (PartyKind.COUNTRY, PartyKind.BODY):
            at = named.first + 1
        else:
            break
        at -= 1
    while at < first and words[at].low in ("'s", "'", "-", ".", "and", "of", "to", "for", "the"):
        at += 1
    if office and at < first:
        _take(cast, mention.entity, at, first - 1)


def _leads_to_office(words: list[Word], at: int) -> bool:
    """True where "of", "to", "for" two or three words on belong to an office: "Secretary of State", "Ambassador to"."""
    return any(words[i].low in OFFICES for i in range(max(0, at - 3), at))


def _read_apposition_before(cast: Cast, mention: Mention) -> None:
    """As in "The foreign minister of Maravel, Odile Garrick, said": an office phrase closed by a comma before the
    name.
    """
    words = cast.page.words
    comma = mention.first - 1
    while comma >= 0 and (
        words[comma].low.rstrip(".") in HONORIFICS or words[comma].low in ("h.e.", "h.e", ".", "hon.")
    ):
        comma -= 1
    if comma < 1 or words[comma].text != "," or words[comma].sentence != words[mention.first].sentence:
        return
    start = comma - 1
    while start > 0 and comma - start < _MAX_OFFICE_WORDS and words[start - 1].sentence == words[comma].sentence:
        before = words[start - 1]
        if (
            before.text in (",", ";", ":", "(", "—", "–")
            or before.pos in ("VERB", "AUX", "SCONJ")
            or before.quotation
            or before.low in ("that", "while", "and")
        ):
            break
        start -= 1
    heads = [i for i in range(start, comma) if words[i].low in OFFICES or words[i].low == "counterpart"]
    if not heads:
        return
    head = heads[0]
    first = head
    while first > start and (
        words[first - 1].low in OFFICE_MODIFIERS
        or words[first - 1].pos in ("ADJ", "PROPN", "DET", "PART", "PRON")
        or words[first - 1].dep in ("compound", "poss", "amod", "case")
        or first - 1 in cast.at
    ):
        first -= 1
    # another person in the phrase holds that office: "met the minister and his guest, Anna Reth"
    if any(i in cast.at and cast.at[i].entity.is_person for i in range(head, comma)):
        return
    if words[head].low == "counterpart":
        _take_counterpart(cast, mention, first, comma - 1)
        return
    _take(cast, mention.entity, first, comma - 1)


def _take_counterpart(cast: Cast, mention: Mention, first: int, last: int) -> None:
    """As in "her Karsovian counterpart, Pavel Lomov": the office of the person before, for another country."""
    other = next(
        (m.entity for m in reversed(cast.mentions) if m.entity.is_person and m.first < first and m.entity.offices), None
    )
    country = _country_in(cast, first, last)
    if other is not None:
        add_office(mention.entity, _span(cast, first, last), other.offices[0].words, country)


def _read_after(cast: Cast, mention: Mention) -> None:
    """As in "Shen Baoyu, Tanshu's deputy foreign minister, said"; "Anna Reth (foreign minister)"."""
    words = cast.page.words
    at = mention.last + 1
    if at >= len(words) or words[at].text not in (",", "(") or words[at].sentence != words[mention.first].sentence:
        return
    closing = ")" if words[at].text == "(" else ","
    start = at + 1
    if (
        start < len(words)
        and words[start].low == "who"
        and start + 1 < len(words)
        and words[start + 1].low in ("is", "was", "serves", "heads")
    ):
        start += 2
    end = start
    while end < len(words) and end - start < _MAX_OFFICE_WORDS and words[end].sentence == words[at].sentence:
        if words[end].text in (closing, ",", ";", ":", "—", "–") or (
            words[end].pos in ("VERB", "AUX") and words[end].low not in ("acting", "outgoing", "incoming", "visiting")
        ):
            break
        end += 1
    heads = [i for i in range(start, end) if words[i].low in OFFICES]
    if (
        not heads
        or words[start].low in ("and", "but", "while", "with")
        or any(i in cast.at and cast.at[i].entity.is_person for i in range(start, heads[0]))
    ):
        return
    behind = end + 1
    while behind < len(words) and (
        words[behind].low.rstrip(".") in HONORIFICS or words[behind].low in ("h.e.", "h.e", ".")
    ):
        behind += 1
    if (
        end < len(words)
        and words[end].text == ","
        and behind in cast.at
        and cast.at[behind].entity.is_person
        and words[heads[0]].dep != "appos"
        and words[start].low == "the"
    ):
        return  # "…, the minister of Karsovia, Pavel Lomov": the office of the next one
    if end < len(words) and words[end].pos in ("VERB", "AUX") and closing == ",":
        return  # "Lee, the envoy said": the office is a subject of its own
    _take(cast, mention.entity, start, end - 1)


def _take(cast: Cast, entity: Entity, first: int, last: int) -> None:
    words = cast.page.words
    if words[first].low in ("the", "a", "an") and first < last:
        first += 1
    lows = frozenset(
        words[i].low.rstrip(".") for i in range(first, last + 1) if words[i].text.isalpha() or "-" in words[i].text
    )
    add_office(entity, _span(cast, first, last), lows, _country_in(cast, first, last))


def _span(cast: Cast, first: int, last: int) -> Span:
    return Span(cast.page.words[first].start, cast.page.words[last].end)


def _country_in(cast: Cast, first: int, last: int) -> str | None:
    """The country of an office; in "South Korean ambassador to Russia" the one before the office."""
    words = cast.page.words
    head = next((i for i in range(first, last + 1) if words[i].low in OFFICES), last)
    inside = [cast.at[i].entity for i in range(first, last + 1) if i in cast.at and cast.at[i].entity.country]
    before = [cast.at[i].entity for i in range(first, head) if i in cast.at and cast.at[i].entity.country]
    if before:
        return before[-1].country
    if any(words[i].low == "to" for i in range(head, last + 1)):
        return None  # "ambassador to Russia": for whom is not said
    return inside[0].country if inside else None


# ---- from an office back to its holder ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Holder:
    """Who an office stands for. `others` hold a like office and were named, too; `stands` where the office was tied."""

    entity: Entity
    office: Span | None
    others: tuple[Entity, ...]


def alike(office: str) -> frozenset[str]:
    """Return the words by which the holder of an office is called as well: "envoy" for an ambassador."""
    return frozenset({office}).union(*(group for group in _SAME_OFFICE if office in group))


def find_holder(
    cast: Cast,
    head: Word,
    modifiers: frozenset[str],
    country: str | None,
    *,
    ahead: bool = False,
    home: str | None = None,
) -> Holder | None:
    """Find the person for whom an office stands: of those named before (or `ahead`) with it, the nearest of the
    best fit.
    """
    low = head.low.rstrip("s") if head.low not in OFFICES else head.low
    like = alike(low)
    ranked: list[tuple[int, int, Entity, Span | None]] = []
    for entity in cast.entities:
        before = [-m if ahead else m for m in entity.mentions if (m > head.i if ahead else m < head.i)]
        if not entity.is_person or not before:
            continue
        for office in entity.offices:
            if not office.words & like:
                continue
            if country is not None and office.country is not None and office.country != country:
                continue
            if country is not None and office.country is None and entity.country not in (None, country):
                continue
            wanted = modifiers & (OFFICE_MODIFIERS | OFFICES) - {"senior", "high", "visiting"}
            missing = len(wanted - office.words)
            if wanted and missing and not wanted <= {"foreign", "defence", "chief", "special", "top"}:
                continue
            fit = (
                (low in office.words) * 4
                + len(wanted & office.words) * 2
                - missing * 2
                + (country is not None and office.country == country) * 3
            )
            if not modifiers & _RANKS and office.words & (_RANKS - {"prime"}):
                fit -= 1
            if country is None and home is not None and home in (office.country, entity.country):
                fit += 2  # in a ministry's own paper "the minister" is its own
            ranked.append((fit, max(before), entity, office.span))
    if not ranked:
        return None
    near = max(place for _, place, _, _ in ranked)
    ranked.sort(key=lambda one: one[3] is not None, reverse=True)
    ranked.sort(
        key=lambda one: (one[0] - (3 if one[1] < near - 60 else 0) - (2 if one[1] < near - 150 else 0), one[1]),
        reverse=True,
    )
    best = ranked[0]
    others = tuple(dict.fromkeys(e for fit, _, e, _ in ranked if e is not best[2] and fit >= best[0]))
    return Holder(best[2], best[3], others)
