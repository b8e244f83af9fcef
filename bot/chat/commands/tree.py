"""The command tree: its commands, the check of each use, and the answer when one fails."""

from __future__ import annotations

import logging

import discord
from discord import app_commands

from bot.answers.catalogue import COMMANDS
from bot.answers.options.sanitize import tidy
from bot.chat.commands import ALL, MENUS
from bot.chat.commands.calls import Call, read_call
from bot.chat.commands.option_types import make_option_text, send_choices
from bot.chat.errors import CHANGED, report_error, tell
from bot.chat.interaction import Interaction, ServingClient

log = logging.getLogger(__name__)


class AttacheTree(app_commands.CommandTree[ServingClient]):
    """All commands of the bot."""

    def __init__(self, client: ServingClient) -> None:
        super().__init__(client)
        for command in (*ALL, *MENUS):
            self.add_command(command)

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Let a command through that fits its registration. Autocompletion is answered here, and goes no further.

        Never raises: the library would drop the error, and nobody would be answered.
        """
        try:
            return await self._check(interaction)
        except Exception as error:
            await report_error(interaction, error)
            return False

    async def _check(self, interaction: Interaction) -> bool:
        call = read_call(self, interaction)
        if interaction.type is discord.InteractionType.autocomplete:
            await _complete(interaction, call)
            return False
        if call is None:
            log.warning("A command that does not fit ours was used (interaction %s)", interaction.id)
            await tell(interaction, CHANGED)
            return False
        return True

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """Answer any error once; the library calls this after other handlers as well."""
        if not interaction.extras.setdefault("error-answered", False):
            interaction.extras["error-answered"] = True
            await report_error(interaction, error)


async def _complete(interaction: Interaction, call: Call | None) -> None:
    spec = COMMANDS.get(call.command) if call else None
    option = spec.option(call.focused) if call and spec and call.focused else None
    if call is None or option is None:
        await send_choices(interaction, [])
        return
    texts = {name: tidy(str(text)) for name, text in call.options.items()}
    await make_option_text(call.command, option).complete(interaction, texts.pop(option.name), texts)
