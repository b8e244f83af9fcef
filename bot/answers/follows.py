"""Follows: what somebody asks to follow, which changes of a reload concern it, and the alert about them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.answers.formatting.snippets import make_item
from bot.answers.model import Choice, Entry
from bot.answers.options.errors import NotUnderstood, show
from bot.answers.options.scope import Scope, describe_scopes, read_scope
from bot.answers.resolved_question import ResolvedQuestion
from bot.store.store import Store

HERE, DIRECT = "here", "direct"
PAIR = ("country", "other-country")
CHANGED = "The record of this statement was changed"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks to follow, and whether alerts go to the channel or to them alone."""

    scope: Scope
    where: Literal["here", "direct"]


@dataclass(frozen=True, slots=True)
class FollowNews:
    """A statement of an alert: its id, whether it is new or was changed, and the followed scope that it concerns."""

    statement: str
    kind: Literal["added", "changed"]
    scope: str


@dataclass(frozen=True, slots=True)
class News:
    """What an alert says.

    entries        statements under the name of what is followed; the key is the statement's id
    added, changed how many of all that concern the follower are new, and how many were changed
    more           how many of them are not among the entries, being too many
    gone           how many are no longer in the store
    """

    entries: tuple[Entry, ...]
    added: int
    changed: int
    more: int
    gone: int


def read_wish(asked: ResolvedQuestion) -> Wish:
    """Read what /follow add asks for from its options, which are resolved already.

    Raises NotUnderstood for nothing at all, for several things, and for a place that is none.
    """
    values = dict(asked.values)
    where = _read_where(values.pop("where", DIRECT))
    if not values:
        raise NotUnderstood("country", "", "name a country, two countries, a speaker, a topic or an event to follow")
    kinds = list(dict.fromkeys("country" if name in PAIR else name for name in values))
    if len(kinds) > 1:
        reason = f"one thing at a time, please: {' or '.join(kinds)}; several can be followed one by one"
        raise NotUnderstood(kinds[1], values[kinds[1]], reason)
    return Wish(_make_scope(kinds[0], values), where)


async def match_news(store: Store, ids: Sequence[str], scopes: Iterable[str]) -> dict[str, list[str]]:
    """The ids that concern each scope, the newest statements first; a scope is as scope_text writes it."""
    return {scope: await store.select(ids, read_scope(scope).alternatives) for scope in dict.fromkeys(scopes)}


async def compose_alert(store: Store, news: Sequence[FollowNews], more: int, locale: str) -> News:
    """Compose an alert: its statements as the store has them now, under what is followed."""
    records = await store.statements([one.statement for one in news])
    labels = await asyncio.to_thread(describe_scopes, {one.scope for one in news}, store.directory, locale)
    found = [one for one in news if one.statement in records]
    entries = tuple(
        Entry(
            make_item(records[one.statement], why=(CHANGED,) if one.kind == "changed" else ()),
            labels[one.scope],
            one.statement,
        )
        for one in found
    )
    changed = sum(one.kind == "changed" for one in found)
    return News(entries, len(found) - changed, changed, more, len(news) - len(found))


def _make_scope(kind: str, values: Mapping[str, str]) -> Scope:
    match kind:
        case "speaker":
            return Scope(speakers=(values[kind],))
        case "topic":
            return Scope(topics=(values[kind],))
        case "event":
            return Scope(events=(values[kind],))
    codes = [values[name] for name in PAIR if name in values]
    if len(set(codes)) < len(codes):
        raise NotUnderstood("other-country", values["other-country"], "it is the same country as the first one")
    if len(codes) == 1:
        return Scope(countries=(codes[0],))
    # The same pair, whichever is named first.
    one, other = sorted(codes)
    return Scope(pairs=((one, other),))


def _read_where(text: str) -> Literal["here", "direct"]:
    match text.strip().casefold():
        case "here":
            return "here"
        case "direct":
            return "direct"
    choices = tuple(Choice(place, "where", place) for place in (HERE, DIRECT))
    raise NotUnderstood("where", text, f"{show(text)} is no place that I can write to", choices)
