"""A message of a sentence or two, without an Answer behind it."""

from __future__ import annotations

from discord import ui

from bot.chat.render.layout import make_view
from bot.chat.render.markdown import escape


def draw_notice(text: str) -> ui.LayoutView:
    """Draw a short notice of ours."""
    return make_view(ui.TextDisplay(escape(text)))
