"""The briefings of a server as a list: each with its channel, its schedule and how it goes."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui

from bot.chat.render.layout import CONTAINER_SIZE, FULL_MESSAGE, Component, SizeBudget, make_view, measure
from bot.chat.render.markdown import escape
from bot.state.subscriptions import Order

NONE = "No briefing is ordered in this server. /briefing here orders one for the channel in which it is given."
_FOOT = SizeBudget(120, 1)


def draw_orders(orders: Sequence[tuple[Order, Sequence[str]]]) -> ui.LayoutView:
    """Draw as many as one message holds, in order, and say how many more there are; sentences are plain text."""
    left = FULL_MESSAGE - CONTAINER_SIZE - _FOOT
    shown: list[Component] = []
    for order, sentences in orders:
        lines = [f"**{escape(order.name)}** in <#{order.channel}>", *(escape(sentence) for sentence in sentences)]
        part = ui.TextDisplay[ui.LayoutView]("\n".join(lines))
        if not left.holds(measure([part])):
            break
        shown.append(part)
        left -= measure([part])
    if len(shown) < len(orders):
        more = len(orders) - len(shown)
        shown.append(ui.TextDisplay(f"-# {more} more in this server; ask in their channels, whose own come first."))
    return make_view(*(shown or [ui.TextDisplay(escape(NONE))]))
