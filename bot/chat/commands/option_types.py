"""Types of a command's options: text with a maximal length and autocompletion.

What the text means is resolved by the answer service, because terminal, buttons and pages ask the same way.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands

from bot.answers.catalogue import OptionSpec
from bot.answers.options.entity_suggestions import Suggestion
from bot.answers.options.sanitize import tidy
from bot.chat.handlers.briefing_orders import HERE, suggest_orders
from bot.chat.handlers.follows import suggest_followed
from bot.chat.http_errors import CONNECTION_ERRORS, describe, is_gone
from bot.chat.interaction import Interaction
from bot.chat.limits import MAX_CHOICE_CHARACTERS, MAX_CHOICES
from bot.chat.render.markdown import tame
from bot.state import StateError

log = logging.getLogger(__name__)

Choice = app_commands.Choice[str | int | float]


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

    async def autocomplete(self, interaction: Interaction, value: str | int | float, /) -> list[Choice]:
        """Offer nothing: that it is here registers the option as completed, and the command tree answers by itself."""
        del interaction, value
        return []

    async def suggest(self, interaction: Interaction, typed: str, others: Mapping[str, str]) -> list[Suggestion]:
        """What to offer, given the other options."""
        return await interaction.client.service.suggest(self.command, self.option.name, typed, others)

    async def complete(self, interaction: Interaction, typed: str, others: Mapping[str, str]) -> None:
        """Send what is suggested for the text typed so far. Never raises: on any error an empty list is sent."""
        choices: list[Choice] = []
        try:
            for suggestion in await self.suggest(interaction, typed, others):
                # A value cannot be shortened: it would mean something else.
                if suggestion.value and len(suggestion.value) <= MAX_CHOICE_CHARACTERS and len(choices) < MAX_CHOICES:
                    name = tame(suggestion.name, MAX_CHOICE_CHARACTERS) or suggestion.value
                    choices.append(app_commands.Choice(name=name, value=suggestion.value))
        except StateError as error:
            log.warning("Nothing to offer for %s of /%s: %s", self.option.name, self.command, error)
        except Exception:
            log.exception("Nothing to offer for %s of /%s", self.option.name, self.command)
        await send_choices(interaction, choices)


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


def make_option_text(command: str, option: OptionSpec) -> OptionText:
    """The type of an option that is typed."""
    match option.kind:
        case "followed":
            return FollowedText(command, option)
        case "briefing":
            return OrderText(command, option)
        case _:
            return OptionText(command, option)


async def send_choices(interaction: Interaction, choices: list[Choice]) -> None:
    """Answer an autocompletion. Never raises."""
    try:
        await interaction.response.autocomplete(choices)
    except (discord.DiscordException, RuntimeError, *CONNECTION_ERRORS) as error:
        # Where it is gone, the person has typed on, and a newer request is under way.
        level = logging.DEBUG if is_gone(error) else logging.WARNING
        log.log(level, "Suggestions did not arrive: %s", describe(error))
