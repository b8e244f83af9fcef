"""The filter of a question, and what follows from it alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.store.db.encodable import is_encodable


@dataclass(frozen=True, slots=True)
class Filter:
    """What narrows a question. Every part that is given must hold; an empty filter narrows nothing.

    speaker      party id; an organisation's covers the officials who speak in a role there
    to           id of a person or an organisation that is addressed, or the code of a country
    side         country spoken for
    country      country that the statement has to do with in any way: spoken for, addressed, about
    other        a second such country: the statement has to do with both
    about        country that is addressed or spoken about
    topic, event, publisher   ids (the publisher by name)
    act          a PLOVER type, the id of a tone, or a kind of bot.corpus.act_kinds
    only         the name of a publisher that alone reports it
    between      the codes of two countries, in order, with a space: what they say and do to each other
    quoted       True for what is quoted word for word
    since, until calendar days, both inclusive; a statement whose day is a span counts where the span overlaps;
                 a statement without a day is left out as soon as either is given
    """

    speaker: str | None = None
    to: str | None = None
    side: str | None = None
    country: str | None = None
    other: str | None = None
    about: str | None = None
    topic: str | None = None
    event: str | None = None
    publisher: str | None = None
    since: date | None = None
    until: date | None = None
    act: str | None = None
    only: str | None = None
    between: str | None = None
    quoted: bool | None = None


EVERYTHING: Final = Filter()


def list_timelines(f: Filter) -> list[tuple[str, str]]:
    """The timelines (kind, ref) of which a statement must be on every one; see the schema's `timeline`.

    A ref that SQLite cannot encode is made empty: neither matches any record.
    """
    parts = [
        ("event", f.event), ("to", f.to), ("speaker", f.speaker), ("topic", f.topic), ("side", f.side),
        ("about", f.about), ("country", f.country), ("country", f.other), ("publisher", f.publisher),
        ("act", f.act), ("only", f.only), ("between", f.between), ("quoted", "" if f.quoted else None),
    ]  # fmt: skip
    given = dict.fromkeys((kind, ref) for kind, ref in parts if ref is not None)
    return [(kind, ref if is_encodable(ref) else "") for kind, ref in given]
