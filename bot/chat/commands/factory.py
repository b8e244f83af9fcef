"""Makes a Discord command of a function; name, texts and options come from the catalogue."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine
from typing import Any, Optional

import discord
from discord import Permissions, app_commands

from bot.answers.catalogue import COMMANDS, GROUPS, OptionSpec
from bot.answers.model import Question
from bot.chat.commands.option_types import make_option_text
from bot.chat.handlers.answers import answer
from bot.chat.interaction import Interaction

Callback = Callable[..., Coroutine[Any, Any, None]]
SlashCommand = app_commands.Command[Any, ..., None]


def slash_command(name: str) -> Callable[[Callback], SlashCommand]:
    """Make the command `name` of the catalogue of a coroutine function.

    Its parameters after the interaction are the command's options, in order, with _ for -. Raises ValueError where
    they are not, which is a slip in the program and shows at the first start.
    """
    spec = COMMANDS[name]

    def make(callback: Callback) -> SlashCommand:
        parameters = list(inspect.signature(callback).parameters.values())[1:]
        options = {option.name.replace("-", "_"): option for option in spec.options}
        if [parameter.name for parameter in parameters] != list(options):
            raise ValueError(f"/{name} takes {list(options)}, its function {[p.name for p in parameters]}")
        for parameter, option in options.items():
            callback.__annotations__[parameter] = _choose_type(name, option)
        if options:
            app_commands.describe(**{parameter: option.description for parameter, option in options.items()})(callback)
            app_commands.rename(**{parameter: option.name for parameter, option in options.items()})(callback)
        app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)(callback)
        app_commands.allowed_installs(guilds=True, users=False)(callback)
        if spec.admins_only:
            app_commands.default_permissions(Permissions(administrator=True))(callback)
        return app_commands.Command(name=name.rpartition(" ")[2], description=spec.description, callback=callback)

    return make


def _choose_type(command: str, option: OptionSpec) -> Any:
    """Texts are completed and understood by us; what Discord has a kind of its own for comes as that."""
    match option.kind:
        case "yes-no":
            return Optional[bool]  # noqa: UP045 -- an object that the library takes apart
        case "role":
            return Optional[discord.Role]  # noqa: UP045
        case "file":
            return Optional[discord.Attachment]  # noqa: UP045
        case _:
            return make_option_text(command, option)


def slash_group(name: str, *commands: SlashCommand) -> app_commands.Group:
    """Make the group `name` of the catalogue, of the commands whose full names begin with it.

    Discord hears of a group as a whole: where it can be used holds for all its commands.
    """
    group = app_commands.Group(
        name=name,
        description=GROUPS[name],
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )
    for command in commands:
        group.add_command(command)
    return group


async def ask(interaction: Interaction, command: str, /, **options: str | None) -> None:
    """Answer a command with the options that were given."""
    given = {name.replace("_", "-"): text for name, text in options.items() if text}
    await answer(interaction, Question(command, given, interaction.client.today()))


def write_yes(given: bool | None) -> str | None:
    """Write what Discord gives as true or false as the text of an option."""
    return None if given is None else str(given).lower()
