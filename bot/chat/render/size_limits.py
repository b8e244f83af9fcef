"""The size of components: how much a message holds, and how much of it a component takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

import discord
from discord import ui

from bot.chat.limits import MAX_MESSAGE_CHARACTERS, MAX_MESSAGE_COMPONENTS

# What a message is filled up to; the margin is for what Discord may count otherwise than we do.
_MARGIN_CHARACTERS, _MARGIN_COMPONENTS = 100, 1

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
