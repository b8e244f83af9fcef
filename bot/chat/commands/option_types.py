"""Types of a command's options: text with a maximal length and autocompletion.

What the text means is resolved by the answer service, because terminal, buttons and pages ask the same way.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.answers.catalogue import OptionSpec
from bot.answers.options.entity_suggestions import Suggestion
from bot.answers.options.sanitize import tidy
from bot.chat.errors import describe, is_gone
from bot.chat.handlers.briefing_orders import HERE, suggest_orders
from bot.chat.handlers.follows import suggest_followed
from bot.chat.interaction import Interaction
from bot.chat.limits import MAX_CHOICE_CHARACTERS, MAX_CHOICES
from bot.chat.render.markdown import tame

log = logging.getLogger(__name__)


class OptionText(app_commands.Transformer[Any]):
    """One option of one command, as typed."""

    def __init__(self, command: str, option: OptionSpec) -> None:
        self.command = command
        self.option = option

    @property
    def max_value(self) -> int:
        """The most characters that Discord lets somebody type."""
        return self.option.max_length

    async def transform(self, interaction: Interaction, value: str, /) -> str:
        """Hand the text on, fit to be stored and shown back."""
        del interaction
        return tidy(value)

    async def suggest(self, interaction: Interaction, typed: str, others: Mapping[str, str]) -> list[Suggestion]:
        """What to offer, given the other options."""
        return await interaction.client.service.suggest(self.command, self.option.name, typed, others)

    async def autocomplete(
        self, interaction: Interaction, value: str | int | float, /
    ) -> list[app_commands.Choice[str | int | float]]:
        """Send the suggestions; on any error an empty list, because there is no way to report one here."""
        others = {name: tidy(text) for name, text in interaction.namespace if isinstance(text, str)}
        others.pop(self.option.name, None)
        choices: list[app_commands.Choice[str | int | float]] = []
        try:
            for suggestion in await self.suggest(interaction, tidy(str(value)), others):
                # A value cannot be shortened: it would mean something else.
                if suggestion.value and len(suggestion.value) <= MAX_CHOICE_CHARACTERS and len(choices) < MAX_CHOICES:
                    name = tame(suggestion.name, MAX_CHOICE_CHARACTERS) or suggestion.value
                    choices.append(app_commands.Choice(name=name, value=suggestion.value))
        except Exception:
            log.exception("Nothing to offer for %s of /%s", self.option.name, self.command)
        try:
            await interaction.response.autocomplete(choices)
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
            # The person has typed on: a newer request is under way.
            level = logging.DEBUG if is_gone(error) else logging.WARNING
            log.log(level, "Suggestions did not arrive: %s", describe(error))
        return choices


class FollowedText(OptionText):
    """One thing that is followed: what there is depends on who asks, and where."""

    async def suggest(self, interaction: Interaction, typed: str, others: Mapping[str, str]) -> list[Suggestion]:
        """What the person may end."""
        del others
        return await suggest_followed(interaction, typed)


class OrderText(OptionText):
    """The name of a briefing: those of the channel first."""

    async def suggest(self, interaction: Interaction, typed: str, others: Mapping[str, str]) -> list[Suggestion]:
        """The channel's briefings; where one may be made, names for a new one as well."""
        found = await suggest_orders(interaction, typed)
        if self.command == HERE:
            found += await super().suggest(interaction, typed, others)
        return list(dict.fromkeys(found))
