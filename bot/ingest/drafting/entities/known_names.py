"""Finds the known spellings of parties and countries in a document, the longest first."""

from __future__ import annotations

from bot.ingest.drafting.entities.capitalised_runs import is_joined_particle
from bot.ingest.drafting.entities.cast import Cast
from bot.ingest.drafting.entities.places import plain
from bot.ingest.drafting.model import KnownParty, Span
from bot.ingest.drafting.syntax.page import close_up


def find_known(cast: Cast) -> None:
    words = cast.page.words
    at = 0
    while at < len(words):
        found = _match_known(cast, at)
        if found is None:
            at += 1
            continue
        size, party, country = found
        if party is not None:
            entity = cast.of_party(party)
            if entity.is_person:
                entity.full_at.append(at)
        else:
            entity = cast.of_country(country or "")
        cast.add_mention(entity, at, at + size - 1)
        at += size


def _match_known(cast: Cast, at: int) -> tuple[int, KnownParty | None, str | None] | None:
    """Return (number of words, known party or None, country's words) of the longest known spelling that begins here."""
    words = cast.page.words
    first = words[at]
    if not (first.text[:1].isupper() or first.text[:1].isdigit() or ord(first.text[0]) > 0x2FF) or first.quotation:
        return None
    limit = at
    while limit + 1 < len(words) and limit - at < cast.longest * 2 + 2 and words[limit + 1].sentence == first.sentence:
        limit += 1
    for last in range(limit, at - 1, -1):
        if words[last].low == "'s" or not any(letter.isalnum() for letter in words[last].text) or words[last].quotation:
            continue
        if words[last].end - first.start > 90:
            continue
        spelled = close_up(cast.page.text, Span(first.start, words[last].end))
        if not spelled:
            continue
        key = plain(spelled)
        parties = cast.parties.get(key)
        if parties and _is_spelled_out(spelled, parties):
            chosen = parties[0] if len(parties) == 1 else None
            if chosen is not None and not _goes_on(cast, chosen, last):
                return last - at + 1, chosen, None
        if cast.places.is_known(spelled) and not (spelled.isupper() and len(spelled) > 4 and key not in ("usa",)):
            if not spelled[0].isupper() and not spelled[0].isdigit():
                continue
            return last - at + 1, None, spelled
    return None


def _is_spelled_out(spelled: str, parties: list[KnownParty]) -> bool:
    """Refuse one common word in lower case; a person by one word needs the store to spell it so."""
    return spelled[:1].isupper() or any(spelled in party.spellings for party in parties)


def _goes_on(cast: Cast, party: KnownParty, last: int) -> bool:
    """True where a longer name begins with this one: "Kim Hong" of "Kim Hong-kyun", "Russia" of "Russia Today"."""
    words = cast.page.words
    if not party.is_person or last + 2 >= len(words):
        return False
    if words[last + 1].sentence == words[last].sentence and is_joined_particle(cast, last + 1):
        return True
    return (
        words[last + 1].text == "-" and words[last + 1].start == words[last].end and words[last + 2].text[:1].islower()
    )
