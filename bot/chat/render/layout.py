"""What every message is made of: its frame and palette, its buttons, and the room that components take in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final, Self

import discord
from discord import ui

from bot.chat.limits import MAX_LABEL_CHARACTERS, MAX_MESSAGE_CHARACTERS, MAX_MESSAGE_COMPONENTS, MAX_URL_CHARACTERS
from bot.chat.render.markdown import tame

View = ui.LayoutView
Component = ui.Item[Any]

# What a message is filled up to; the margin is for what Discord may count otherwise than we do.
_MARGIN_CHARACTERS, _MARGIN_COMPONENTS = 100, 1


@dataclass(frozen=True, slots=True)
class SizeBudget:
    """Space in a message: characters of text, and components counting nested ones."""

    characters: int
    components: int

    def holds(self, other: SizeBudget) -> bool:
        """Whether `other` fits in."""
        return other.characters <= self.characters and other.components <= self.components

    def __add__(self, other: SizeBudget) -> Self:
        return type(self)(self.characters + other.characters, self.components + other.components)

    def __sub__(self, other: SizeBudget) -> Self:
        return type(self)(self.characters - other.characters, self.components - other.components)


FULL_MESSAGE = SizeBudget(MAX_MESSAGE_CHARACTERS - _MARGIN_CHARACTERS, MAX_MESSAGE_COMPONENTS - _MARGIN_COMPONENTS)


@dataclass(frozen=True, slots=True)
class Piece:
    """Components that belong together and are never parted, with the files that they show."""

    components: tuple[Component, ...]
    files: tuple[discord.File, ...] = ()

    @property
    def size(self) -> SizeBudget:
        """The room that the piece takes."""
        return measure(self.components)


def measure(components: Iterable[Component]) -> SizeBudget:
    """The room that some components take, with all that is inside them."""
    characters = count = 0
    for component in components:
        inner: list[Component] = []
        if isinstance(component, ui.Section | ui.ActionRow | ui.Container):
            inner = list(component.walk_children())
        count += 1 + len(inner)
        characters += sum(len(part.content) for part in (component, *inner) if isinstance(part, ui.TextDisplay))
    return SizeBudget(characters, count)


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


@dataclass(frozen=True, slots=True)
class Click:
    """The button beside a card: a label, and a custom_id or, for a link, a URL."""

    label: str
    custom_id: str | None = None
    url: str | None = None


def draw_button(click: Click, *, disabled: bool = False) -> ui.Button[ui.LayoutView]:
    """Draw a button or a link."""
    label = tame(click.label, MAX_LABEL_CHARACTERS) or "…"
    if click.url:
        return ui.Button(label=label, url=click.url)
    return ui.Button(label=label, custom_id=click.custom_id, disabled=disabled)


def link_to(label: str, url: str | None) -> Click | None:
    """A link button, where there is a URL that Discord takes."""
    if url and len(url) <= MAX_URL_CHARACTERS and url.startswith(("https://", "http://")):
        return Click(label, url=url)
    return None
