"""Following: what somebody asks to follow, which news of a reload concern it, and the alert that tells them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.answers.briefing_scope import Scope, describe_scope, read_scope
from bot.answers.model import Entry, StatementItem
from bot.answers.options.names import resolve_country, resolve_event, resolve_speaker, resolve_topic
from bot.answers.options.problems import NotUnderstood
from bot.store.directory import Directory
from bot.store.store import Store

PAIR = ("country", "other-country")
CHANGED = "The record of this statement was changed"


@dataclass(frozen=True, slots=True)
class Told:
    """A statement to tell of: its id, whether it is new or was changed, and what that is followed it concerns."""

    statement: str
    kind: Literal["added", "changed"]
    scope: str


@dataclass(frozen=True, slots=True)
class News:
    """What an alert says.

    entries        statements under the name of what is followed; the key is the statement's id
    added, changed how many of all that concern the follower are new, and how many were changed
    more           how many of them are not among the entries, being too many
    gone           how many the store no longer holds
    """

    entries: tuple[Entry, ...]
    added: int
    changed: int
    more: int
    gone: int


def read_followed(directory: Directory, options: Mapping[str, str]) -> Scope:
    """Read the one thing that is to be followed from the options of /follow add.

    Raises NotUnderstood and Ambiguous, as options do; NotUnderstood also for nothing at all, or for several things.
    """
    given = {name: text for name, text in options.items() if text}
    if not given:
        raise NotUnderstood("country", "", "name a country, two countries, a speaker, a topic or an event to follow")
    kinds = list(dict.fromkeys("country" if name in PAIR else name for name in given))
    if len(kinds) > 1:
        reason = f"follow one thing at a time: {' or '.join(kinds)}; each gets a line of its own in /follow list"
        raise NotUnderstood(kinds[1], given.get(kinds[1], ""), reason)
    match kinds[0]:
        case "country":
            return _read_countries(directory, given)
        case "speaker":
            return Scope(speakers=(resolve_speaker(directory, "speaker", given["speaker"]),))
        case "topic":
            return Scope(topics=(resolve_topic(directory, "topic", given["topic"]),))
        case "event":
            return Scope(events=(resolve_event(directory, "event", given["event"]),))
        case other:
            raise NotUnderstood(other, given[other], "this cannot be followed")


async def match_news(store: Store, ids: Sequence[str], scopes: Iterable[str]) -> dict[str, list[str]]:
    """The ids that concern each scope, the newest statements first; a scope is as scope_text writes it."""
    return {scope: await store.select(ids, read_scope(scope).alternatives) for scope in dict.fromkeys(scopes)}


async def compose_alert(store: Store, told: Sequence[Told], more: int, locale: str) -> News:
    """The statements to tell of, as the store holds them now, under what is followed."""
    records = await store.statements([one.statement for one in told])
    labels = {scope: describe_scope(read_scope(scope), store.directory, locale) for scope in {t.scope for t in told}}
    held = [one for one in told if one.statement in records]
    entries = tuple(
        Entry(
            StatementItem(records[one.statement], why=(CHANGED,) if one.kind == "changed" else ()),
            labels[one.scope],
            one.statement,
        )
        for one in held
    )
    changed = sum(one.kind == "changed" for one in held)
    return News(entries, len(held) - changed, changed, more, len(told) - len(held))


def _read_countries(directory: Directory, given: Mapping[str, str]) -> Scope:
    found = [resolve_country(directory, name, given[name]) for name in PAIR if name in given]
    if len(set(found)) < len(found):
        raise NotUnderstood("other-country", given["other-country"], "it is the same country as the first one")
    if len(found) == 1:
        return Scope(countries=(found[0],))
    # The same pair, whichever is named first.
    one, other = sorted(found)
    return Scope(pairs=((one, other),))
