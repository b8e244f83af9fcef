"""Media by name: newspapers, agencies and broadcasters, told by their nouns and by what stands beside them."""

from __future__ import annotations

from bot.ingest.drafting.entities.cast import Cast, is_media_name
from bot.ingest.drafting.entities.name_words import text_of
from bot.ingest.drafting.entities.places import plain
from bot.ingest.drafting.lexicon.nouns import MEDIA_NOUNS
from bot.ingest.drafting.model import PartyKind


def is_medium_run(cast: Cast, first: int, last: int) -> bool:
    words = cast.page.words
    name = text_of(cast, first, last)
    if is_media_name(name):
        return True
    beside = any(
        i in cast.at and cast.at[i].entity.kind is PartyKind.COUNTRY and words[i].sentence == words[first].sentence
        for i in (first - 1, last + 1)
    )
    if any(
        words[i].low in MEDIA_NOUNS
        and words[i].low not in ("review", "mail", "press", "media", "network", "standard", "correspondents")
        for i in range(first, last + 1)
    ) and (last > first or beside):
        return True
    if words[last].low in ("mail", "review", "press", "standard", "network", "media") and last > first:
        return True
    before = [words[i].low for i in range(max(0, first - 3), first)]
    after = [words[i].low for i in range(last + 1, min(len(words), last + 3))]
    if before[-1:] == ["agency"] and name.isupper() and len(name) > 1:
        return True
    near = (set(before[-1:]) | set(after[:1])) & MEDIA_NOUNS
    if near & {
        "newspaper",
        "agency-news",
        "broadcaster",
        "magazine",
        "weekly",
        "daily",
        "tabloid",
        "website",
        "channel",
        "portal",
        "outlet",
    }:
        return True
    return (
        before[-2:] == ["news", "agency"]
        or after[:2] == ["news", "agency"]
        or before[-2:] in (["state", "agency"], ["news", "wire"])
    )


def take_medium(cast: Cast, first: int, last: int) -> None:
    """Take a medium, with the country or town that belongs to its name: "Haoyin Evening Post", "Radio Osterhaven"."""
    words = cast.page.words
    if first - 1 in cast.at and words[first - 1].sentence == words[first].sentence:
        other = cast.at[first - 1]
        if (
            other.entity.kind is PartyKind.COUNTRY
            and other.last == first - 1
            and words[other.first].inside is words[first].inside
        ):
            first = other.first
    told = words[last].low in MEDIA_NOUNS or (first > 0 and words[first - 1].low in MEDIA_NOUNS)
    if last + 1 in cast.at and words[last + 1].sentence == words[last].sentence and told:
        other = cast.at[last + 1]
        if other.entity.kind is PartyKind.COUNTRY and other.first == last + 1:
            last = other.last
    name = text_of(cast, first, last)
    absorbed = {id(cast.at[i]) for i in range(first, last + 1) if i in cast.at}
    cast.mentions = [mention for mention in cast.mentions if id(mention) not in absorbed]
    entity = next((e for e in cast.entities if e.kind is PartyKind.MEDIA and plain(e.name) == plain(name)), None)
    cast.add_mention(entity or cast.new(PartyKind.MEDIA, name), first, last)
