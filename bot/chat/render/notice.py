"""A message of a sentence or two, without an Answer behind it."""

from __future__ import annotations

from discord import ui

from bot.chat.render.markdown import escape


def draw_notice(text: str) -> ui.LayoutView:
    """Draw a short notice of ours."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(ui.TextDisplay(escape(text))))
    view.stop()
    return view
