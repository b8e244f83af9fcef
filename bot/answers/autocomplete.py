"""Autocomplete: what to offer while an option is being typed, by the kind of thing that it takes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date

from bot.answers.catalogue import COMMANDS, OptionSpec
from bot.answers.follows import DIRECT, HERE
from bot.answers.options.acts import suggest_act
from bot.answers.options.briefing_order import suggest_ordering
from bot.answers.options.dates.parser import suggest_day
from bot.answers.options.entities import resolve_country
from bot.answers.options.entity_suggestions import (
    suggest_country,
    suggest_event,
    suggest_publisher,
    suggest_speaker,
    suggest_topic,
)
from bot.answers.options.errors import Ambiguous, NotUnderstood
from bot.answers.options.orders import suggest_between, suggest_order
from bot.answers.options.suggestion import LONGEST_VALUE, MOST_SUGGESTIONS, Suggestion, fit_name
from bot.store.filters import Filter
from bot.store.store import Store

_PLACES = (
    Suggestion("direct: a message to you alone", DIRECT),
    Suggestion("here: in this channel, for its managers to decide", HERE),
)


async def complete(
    option: OptionSpec, typed: str, others: Mapping[str, str], store: Store, *, today: date, locale: str
) -> list[Suggestion]:
    """Offer at most 25 values for `option`; `others` are the question's other options, as far as they are filled in."""
    # Looking a name up in a large store takes milliseconds: in a thread, to keep the event loop free.
    match option.kind:
        case "words":
            found = await store.complete_words(typed, MOST_SUGGESTIONS)
            return [Suggestion(text, text) for text in found if len(text) <= LONGEST_VALUE]
        case "country":
            # The countries that the store has most of come first where nothing is typed.
            order = [] if typed else [code for code, _ in await store.count_by_country(Filter())]
            return await asyncio.to_thread(_complete_country, option, typed, others, store, order, locale)
        case "speaker":
            return await asyncio.to_thread(suggest_speaker, store.directory, typed)
        case "topic":
            return await asyncio.to_thread(suggest_topic, store.directory, typed)
        case "event":
            return await asyncio.to_thread(suggest_event, store.directory, typed)
        case "publisher":
            return await asyncio.to_thread(suggest_publisher, store.directory, typed)
        case "day-since" | "day-until":
            return await asyncio.to_thread(suggest_day, typed, today, locale)
        case "statement":
            return await _complete_ids(typed, store)
        case "order":
            return suggest_order(typed)
        case "act":
            return suggest_act(typed)
        case "between":
            return suggest_between(typed)
        case "party":
            return await asyncio.to_thread(_suggest_party, option, typed, others, store, locale)
        case "where":
            return [one for one in _PLACES if one.value.startswith(typed.casefold())]
        case "followed" | "file" | "link" | "question":
            # What is followed is in the state, not in the store: the chat offers it.
            return []
        case "command":
            typed_name = typed.removeprefix("/").lower()
            return [
                Suggestion(fit_name(f"/{spec.name}: {spec.description}"), spec.name)
                for spec in COMMANDS.values()
                if typed_name in spec.name
            ]
        case _:
            return await asyncio.to_thread(suggest_ordering, option.kind, typed, store.directory, locale)


def _complete_country(  # noqa: PLR0917 -- given at once, in a thread
    option: OptionSpec, typed: str, others: Mapping[str, str], store: Store, order: Sequence[str], locale: str
) -> list[Suggestion]:
    taken = _find_taken(option, others, store)
    return [one for one in suggest_country(store.directory, typed, order, locale) if one.value not in taken]


def _suggest_party(
    option: OptionSpec, typed: str, others: Mapping[str, str], store: Store, locale: str
) -> list[Suggestion]:
    countries = _complete_country(option, typed, others, store, (), locale)
    if not typed:
        return suggest_speaker(store.directory, typed)
    both = [*countries[: MOST_SUGGESTIONS // 2], *suggest_speaker(store.directory, typed)]
    return list(dict.fromkeys(both))[:MOST_SUGGESTIONS]


async def _complete_ids(typed: str, store: Store) -> list[Suggestion]:
    statements = await store.statements(await store.nearest_ids(typed, MOST_SUGGESTIONS))
    return [
        Suggestion(fit_name(f"{found.id} ({', '.join(s.party.name for s in found.speakers)})"), found.id)
        for found in statements.values()
    ]


def _find_taken(option: OptionSpec, others: Mapping[str, str], store: Store) -> set[str]:
    taken = set()
    for name in {"country", "other-country", "about"} - {option.name}:
        text = others.get(name)
        if text:
            try:
                taken.add(resolve_country(store.directory, name, text))
            except (NotUnderstood, Ambiguous):
                continue
    return taken
