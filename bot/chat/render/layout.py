"""The frame of every message, one container in a view that never expires, and the palette of its edge."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from discord import ui

from bot.chat.render.size_limits import Component, measure

View = ui.LayoutView


class Colour(IntEnum):
    """The colour of a message's edge (0xRRGGBB), by what the message means."""

    FOUND = 0x2F6B4F
    NEAR = 0xB98A2E
    QUIET = 0x6B7280  # nothing found, nothing new, nothing held
    REFUSED = 0xA14A3B
    QUESTION = 0x3B6EA1  # asks back, or is about what is followed


BRIEFING: Final = Colour.FOUND
FOLLOWS: Final = Colour.QUESTION


def make_view(*components: Component, colour: int | None = None) -> View:
    """Make a message of components in one container, with a coloured edge where a colour is given.

    Needs a running event loop. The view is stopped at once: clicks are handled by their custom_ids alone, so the
    library need not keep it.
    """
    return frame(make_container(*components, colour=colour))


def make_container(*components: Component, colour: int | None = None) -> ui.Container[View]:
    """Make the container alone; unlike a view it can be made in any thread."""
    return ui.Container(*components, accent_colour=colour)


def frame(*items: Component) -> View:
    """Make a message of what stands side by side, containers among it."""
    view = View(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return view


# What the container itself takes of a message.
CONTAINER_SIZE: Final = measure([ui.Container[View]()])
