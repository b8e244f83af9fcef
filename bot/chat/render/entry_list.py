"""A list of statements within a size budget: none is split, none is left out."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui

from bot.answers.briefing.sentences import TOO_LONG
from bot.answers.model import Entry, StatementItem
from bot.chat.render.card import Card
from bot.chat.render.layout import Component, SizeBudget, draw_button, measure
from bot.chat.render.markdown import keep, say
from bot.chat.render.statement_card import draw_statement


def fit_entries(
    entries: Sequence[Entry], room: SizeBudget, message: SizeBudget, locale: str
) -> tuple[list[Component], int]:
    """Draw entries, each new heading once, as far as `room` holds them; gives how many they are, at least one.

    `whole` is what a message has for them: words that even that does not hold are behind the button beside them.
    """
    components: list[Component] = []
    group = ""
    for n, entry in enumerate(entries):
        entry_components = _draw_entry(entry, n, locale, group=group)
        if not message.holds(measure(entry_components)):
            entry_components = _draw_entry(entry, n, locale, group=group, short=True)
        size = measure(entry_components)
        if n and not room.holds(size):
            return components, n
        components += entry_components
        room -= size
        group = entry.group
    return components, len(entries)


def _draw_entry(entry: Entry, n: int, locale: str, *, group: str, short: bool = False) -> list[Component]:
    before: list[Component] = [ui.Separator()]
    if entry.group != group:
        before.append(ui.TextDisplay(f"### {say(entry.group, 150)}"))
    if not isinstance(entry.item, StatementItem):
        raise TypeError("only statements are listed here")
    card = draw_statement(entry.item, locale, n, opened=False)
    return [*before, _shorten(card) if short else card.draw_full().components[0]]


def _shorten(card: Card) -> Component:
    text: ui.TextDisplay[ui.LayoutView] = ui.TextDisplay(f"**{say(card.brief, 150)}**\n-# {keep(TOO_LONG)}")
    return ui.Section(text, accessory=draw_button(card.click)) if card.click else text
