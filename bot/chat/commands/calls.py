"""Checks a command as it comes in against the command as it was registered.

Discord keeps the form that it was told of last, and a client may send an older one; beyond that, whatever comes in is
taken to be forged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import AppCommandOptionType as Kind
from discord import app_commands

from bot.chat.interaction import Interaction
from bot.chat.limits import MAX_SNOWFLAKE, MAX_TYPED_CHARACTERS

SUBCOMMANDS = (Kind.subcommand.value, Kind.subcommand_group.value)
# What the library makes of the ids of these kinds, where the thing itself came along.
_MADE = {Kind.role: discord.Role, Kind.attachment: discord.Attachment}
MAX_DEPTH = 3  # command, group, subcommand

Options = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Call:
    """A command that was used, by its full name, with its options as they came; `focused` is being typed."""

    command: str
    options: Mapping[str, object]
    focused: str | None = None


def read_call(tree: app_commands.CommandTree[Any], interaction: Interaction) -> Call | None:
    """What was used, or is being typed; None where it is no command of ours with options of its own kinds."""
    data: Any = interaction.data
    if not isinstance(data, dict) or not isinstance(data.get("name"), str):
        return None
    if data.get("type") == discord.AppCommandType.message.value:
        return _read_menu(tree, data, interaction)
    if data.get("type", 1) != 1:
        return None
    command = tree.get_command(data["name"])
    options = data.get("options", [])
    for _ in range(MAX_DEPTH):
        if not _are_options(options):
            return None
        if not isinstance(command, app_commands.Group):
            break
        if len(options) != 1 or options[0].get("type") not in SUBCOMMANDS:
            return None
        command, options = command.get_command(options[0]["name"]), options[0].get("options", [])
    if not isinstance(command, app_commands.Command):
        return None
    if interaction.type is discord.InteractionType.autocomplete:
        return _read_typing(command, options)
    return _read_complete(command, options, interaction, data.get("resolved", {}))


def _read_menu(tree: app_commands.CommandTree[Any], data: Mapping[str, Any], interaction: Interaction) -> Call | None:
    """A message menu, used on a message that came along."""
    target, resolved = data.get("target_id"), data.get("resolved")
    messages = resolved.get("messages") if isinstance(resolved, dict) else None
    known = tree.get_command(data["name"], type=discord.AppCommandType.message)
    if known is None or not isinstance(messages, dict) or not isinstance(target, str):
        return None
    if not isinstance(messages.get(target), dict) or _resolve(interaction, resolved, []) is None:
        return None
    return Call(data["name"], {})


def _are_options(options: object) -> bool:
    return isinstance(options, list) and all(
        isinstance(one, dict) and isinstance(one.get("name"), str) and isinstance(one.get("type"), int)
        for one in options
    )


def _read_typing(command: app_commands.Command[Any, ..., Any], options: Options) -> Call | None:
    """An unfinished command: values may be anything, one of them is being typed."""
    texts = {one["name"]: one["value"] for one in options if isinstance(one.get("value"), str)}
    focused = [one["name"] for one in options if one.get("focused") is True]
    parameter = command_parameters(command).get(focused[0]) if len(focused) == 1 else None
    if parameter is None or not parameter.autocomplete or focused[0] not in texts:
        return None
    return Call(command.qualified_name, texts, focused[0])


def _read_complete(
    command: app_commands.Command[Any, ..., Any], options: Options, interaction: Interaction, resolved: Any
) -> Call | None:
    parameters = command_parameters(command)
    names = [one["name"] for one in options]
    if len(set(names)) < len(names) or any(one.required and name not in names for name, one in parameters.items()):
        return None
    if not all(one["name"] in parameters and _fits(parameters[one["name"]].type, one) for one in options):
        return None
    found = _resolve(interaction, resolved, options)
    if found is None:
        return None
    for name, parameter in parameters.items():
        made = _MADE.get(parameter.type)
        if made and name in found and not isinstance(found[name], made):
            return None
    return Call(command.qualified_name, found)


def _resolve(interaction: Interaction, resolved: Any, options: Options) -> dict[str, object] | None:
    """The options with the things that came along in place of their ids; None where these are not whole."""
    try:
        namespace: Any = app_commands.Namespace(interaction, resolved, list(options))  # type: ignore[arg-type]
    except Exception:  # the library takes what came along to be as Discord describes it
        return None
    return dict(iter(namespace))


def command_parameters(command: app_commands.Command[Any, ..., Any]) -> dict[str, app_commands.Parameter]:
    """A command's options by the names under which Discord knows them."""
    return {str(parameter.display_name): parameter for parameter in command.parameters}


def _fits(kind: Kind, option: Mapping[str, Any]) -> bool:
    value = option.get("value")
    if option["type"] != kind.value:
        return False
    match kind:
        case Kind.string:
            return isinstance(value, str) and len(value) <= MAX_TYPED_CHARACTERS
        case Kind.boolean:
            return isinstance(value, bool)
        case Kind.role | Kind.attachment:
            return isinstance(value, str) and value.isascii() and value.isdecimal() and int(value) <= MAX_SNOWFLAKE
        case _:
            return False
