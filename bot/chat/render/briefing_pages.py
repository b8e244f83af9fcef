"""Pages of the statements of a briefing that its messages had no room for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from discord import ui

from bot.answers.model import Entry
from bot.answers.options.dates.parser import describe_day
from bot.chat.render.entry_list import fit_entries
from bot.chat.render.layout import (
    BRIEFING,
    CONTAINER_SIZE,
    FULL_MESSAGE,
    Click,
    Component,
    draw_button,
    make_view,
    measure,
)
from bot.chat.render.markdown import say

# From the number of a statement (0 is the first) to the custom_id of the button that shows those from there on.
Way = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class PagedBriefing:
    """All that the pages are about: the day that the briefing is for, its statements in order, the way to each."""

    day: date
    ids: Sequence[str]
    way: Way
    locale: str


def draw_rest(briefing: PagedBriefing, entries: Sequence[Entry], start: int) -> ui.LayoutView:
    """Draw statements of a briefing from number `start` on, as many as a message holds.

    `entries` are those from `start` on that are still held, not empty, and maybe not up to the end.
    """
    title = f"Briefing for {describe_day(briefing.day.isoformat(), briefing.locale)}, statement by statement"
    head = ui.TextDisplay[ui.LayoutView](f"## {say(title, 200)}")
    # The foot is drawn last; it is never larger than this one.
    last = len(briefing.ids) - 1
    room = FULL_MESSAGE - CONTAINER_SIZE - measure([head, *_draw_foot(briefing, last, last)])
    body, fitted = fit_entries(entries, room, room, briefing.locale)
    end = briefing.ids.index(entries[fitted - 1].key, start) + 1
    return make_view(head, *body, *_draw_foot(briefing, start, end), colour=BRIEFING)


def _draw_foot(briefing: PagedBriefing, start: int, end: int) -> list[Component]:
    total = len(briefing.ids)
    row = ui.ActionRow[ui.LayoutView]()
    if start:
        row.add_item(draw_button(Click("From the start", briefing.way(0))))
    if end < total:
        row.add_item(draw_button(Click("Show more", briefing.way(end))))
    return [ui.TextDisplay(f"-# {start + 1:,}–{end:,} of {total:,}"), *([row] if row.children else [])]
