"""What of a briefing its messages did not hold, on pages for whoever asks for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from discord import ui

from bot.answers.model import Entry
from bot.answers.options.dates.parser import describe_day
from bot.chat.render.card import Click, draw_button
from bot.chat.render.entry_list import fit_entries
from bot.chat.render.markdown import say
from bot.chat.render.size_limits import WHOLE_MESSAGE, Component, measure

COLOUR = 0x2F6B4F
# What leads to the statements of a briefing from a number (0 is the first) on: the custom_id of a button.
Way = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class WholeBriefing:
    """All that the pages are about: the day that the briefing is for, its statements in order, the way to each."""

    day: date
    ids: Sequence[str]
    way: Way
    locale: str


def draw_rest(whole: WholeBriefing, entries: Sequence[Entry], start: int) -> ui.LayoutView:
    """Draw statements of a briefing from number `start` on, as many as a message holds.

    `entries` are those from `start` on that are still held, not empty, and maybe not up to the end.
    """
    title = f"Briefing for {describe_day(whole.day.isoformat(), whole.locale)}, statement by statement"
    head = ui.TextDisplay[ui.LayoutView](f"## {say(title, 200)}")
    # The foot is drawn last; it is never larger than this one.
    last = len(whole.ids) - 1
    room = WHOLE_MESSAGE - measure([head, ui.Container[ui.LayoutView](), *_draw_foot(whole, last, last)])
    body, drawn = fit_entries(entries, room, room, whole.locale)
    end = whole.ids.index(entries[drawn - 1].key, start) + 1
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(head, *body, *_draw_foot(whole, start, end), accent_colour=COLOUR))
    # Every click goes to a dynamic item: the library need not keep the view.
    view.stop()
    return view


def _draw_foot(whole: WholeBriefing, start: int, end: int) -> list[Component]:
    total = len(whole.ids)
    row = ui.ActionRow[ui.LayoutView]()
    if start:
        row.add_item(draw_button(Click("From the start", whole.way(0))))
    if end < total:
        row.add_item(draw_button(Click("Show more", whole.way(end))))
    return [ui.TextDisplay(f"-# {start + 1:,}–{end:,} of {total:,}"), *([row] if row.children else [])]
