"""One item as text: a head, the words in full, and a tail; the words in a file where a message cannot hold them."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import discord
from discord import ui

from bot.chat.render.layout import Click, Component, Piece, SizeBudget, draw_button
from bot.chat.render.markdown import say


@dataclass(frozen=True, slots=True)
class Card:
    """A card before it is fitted into a message.

    head   finished Markdown: who, when, the act
    body   finished Markdown: the words; never shortened
    tail   finished Markdown: sources, warnings
    plain  writes the whole card as plain text, for the file that stands in where the Markdown does not fit
    name   the file's name without its ending
    brief  what the card is about in one short line of plain text
    """

    head: str
    body: str
    tail: str
    plain: Callable[[], str]
    name: str
    brief: str
    click: Click | None = None

    def draw_full(self) -> Piece:
        """Draw the card with all its words, however much room that takes."""
        return self._compose(_join(self.head, self.body, self.tail))

    def draw(self, room: SizeBudget) -> Piece:
        """Draw the card in at most `room`, whole; what does not fit is attached as a text file, whole as well."""
        full = self.draw_full()
        if room.holds(full.size):
            return full
        note = "-# The words are too long for a message; they are attached in full."
        beside = self._compose(_join(self.head, note, self.tail), attached=True)
        if room.holds(beside.size):
            return beside
        text = _join(f"**{say(self.brief, 120)}**", "-# Too long for a message; attached in full.")
        return self._compose(text, attached=True)

    def _compose(self, text: str, *, attached: bool = False) -> Piece:
        shown: ui.TextDisplay[ui.LayoutView] = ui.TextDisplay(text)
        component: Component = ui.Section(shown, accessory=draw_button(self.click)) if self.click else shown
        if not attached:
            return Piece((component,))
        name = f"{self.name}.txt"
        return Piece((component, ui.File(f"attachment://{name}")), (attach(name, self.plain()),))


def _join(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def attach(name: str, text: str) -> discord.File:
    """Make a text file of UTF-8, which Discord shows in place."""
    return discord.File(io.BytesIO(text.encode("utf-8", "replace")), filename=name)
