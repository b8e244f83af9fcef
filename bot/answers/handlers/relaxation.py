"""What might help where nothing is found: which of the options emptied the answer, and the way on without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.answers.formatting.statement_lines import count
from bot.answers.model import Choice
from bot.answers.resolved_question import ResolvedQuestion
from bot.store.filters import Filter


def find_wider(asked: ResolvedQuestion, ask: Callable[[Filter], int]) -> tuple[tuple[str, ...], tuple[Choice, ...]]:
    """Ask again with each option left out, and tell which of them stood in the way: notes, and a choice for each.

    `ask` counts what a filter lets through.
    """
    named = [(option, meaning) for option, meaning in asked.understood if option in asked.fields]
    notes: list[str] = []
    choices: list[Choice] = []
    for option, meaning in named:
        found = ask(asked.without(option))
        if found:
            notes.append(
                f"Without {option} ({meaning}) there {'is' if found == 1 else 'are'} {count(found, 'statement')}."
            )
            choices.append(Choice(f"Without {option}: {meaning}", option, ""))
    if not notes and len(named) > 1:
        found = ask(asked.without(*(option for option, _ in named)))
        if found:
            without = " and ".join(option for option, _ in named)
            notes.append(
                f"With {without} all left out there {'is' if found == 1 else 'are'} {count(found, 'statement')}."
            )
    return tuple(notes), tuple(choices)


def without_days(asked: ResolvedQuestion) -> Filter:
    """Give the filter without its time."""
    return replace(asked.filter, since=None, until=None)


def note_undated(number: int, asked: ResolvedQuestion) -> tuple[str, ...]:
    """Say how many statements the time leaves out because no source gives their day."""
    if not number or not (asked.filter.since or asked.filter.until):
        return ()
    verb = "is" if number == 1 else "are"
    return (f"{count(number, 'statement')} {verb} left out by the time asked for: no source gives the day.",)
