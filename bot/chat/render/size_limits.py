"""How much one message holds, and what a drawn piece takes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

import discord
from discord import ui

# Discord's limits are 4,000 and 40; the rest is for what it may count otherwise than we do.
MOST_CHARACTERS = 3_900
MOST_COMPONENTS = 39
LONGEST_LABEL = 80
LONGEST_OPTION = 100

Component = ui.Item[Any]


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


WHOLE_MESSAGE = SizeBudget(MOST_CHARACTERS, MOST_COMPONENTS)


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
