"""The loopback Discord as JSON for the page: people, channels, commands, messages, forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.rehearsal.loopback.command_calls import GROUP, SUBCOMMAND, visible_commands
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.state import Channel, Json, LoopbackState, Message, Modal, User
from bot.slash_line import KINDS

THING_KINDS = {6: "person", 7: "channel", 8: "role"}
TEXT_CHANNELS = (0, 5, 10, 11)


def show_world(loopback: LoopbackDiscord) -> Json:
    """What is the same for everybody: the guild, its people, channels and roles."""
    world = loopback.world
    return {
        "guild": world.guild_name,
        "people": [show_person(world, user) for user in world.users.values()],
        "roles": [{"id": str(role.id), "name": role.name} for role in world.roles.values()],
        "channels": list_channels(world),
        "unchecked": loopback.unchecked,
    }


def show_person(world: LoopbackState, user: User) -> Json:
    """A person with the name of the highest role."""
    roles = sorted((world.roles[role] for role in user.roles), key=lambda role: role.position)
    return {
        "id": str(user.id),
        "name": user.name,
        "shown": user.display_name,
        "bot": user.bot,
        "role": roles[-1].name if roles else "",
    }


def list_channels(world: LoopbackState) -> list[Json]:
    """The channels in which text is read, in their order; threads below their parent."""
    shown = [channel for channel in world.channels.values() if channel.type in TEXT_CHANNELS]
    shown.sort(key=lambda channel: (_parent(world, channel).position, channel.is_thread, channel.id))
    return [
        {"id": str(c.id), "name": c.name, "topic": c.topic or "", "thread": c.is_thread, "news": c.type == 5}
        for c in shown
    ]


def _parent(world: LoopbackState, channel: Channel) -> Channel:
    return world.channels.get(channel.parent_id or 0, channel)


def list_commands(world: LoopbackState, user: User, channel: Channel) -> list[Json]:
    """The commands that a person is shown, subcommands by their full name, with their options."""
    return [
        found
        for name, command in visible_commands(world, user, channel).items()
        for found in _list_callable(name, command)
    ]


def _list_callable(name: str, command: Mapping[str, Any]) -> Iterator[Json]:
    options = command.get("options") or []
    inner = [option for option in options if option["type"] in (SUBCOMMAND, GROUP)]
    for option in inner:
        yield from _list_callable(f"{name} {option['name']}", option)
    if not inner:
        shown = [show_option(option) for option in options]
        yield {"name": name, "description": command.get("description") or "", "options": shown}


def show_option(option: Mapping[str, Any]) -> Json:
    """An option of a command: its kind in words, what it needs and what it offers."""
    kind = option["type"]
    return {
        "name": option["name"],
        "description": option.get("description") or "",
        "kind": KINDS.get(kind) or THING_KINDS.get(kind, "text"),
        "required": bool(option.get("required")),
        "autocomplete": bool(option.get("autocomplete")),
        "choices": [str(choice["name"]) for choice in option.get("choices") or ()],
        "longest": option.get("max_length") or 6000,
    }


def show_message(world: LoopbackState, message: Message) -> Json:
    """A message as it was sent, with the files' addresses in this room, and the command that it answers."""
    shown: Json = {"message": bring_home(message.payload, world.origin), "private": message.visible_to is not None}
    about = message.payload.get("interaction_metadata") or {}
    interaction = world.interactions.get(int(about.get("id") or 0))
    if interaction is not None and interaction.kind == 2:
        shown["used"] = {"by": str(interaction.user_id), "command": _name_call(interaction.data)}
    if message.visible_to is not None:
        shown["viewer"] = str(message.visible_to)
    return shown


def _name_call(data: Mapping[str, Any]) -> str:
    parts, options = [str(data["name"])], data.get("options") or []
    while options and options[0]["type"] in (SUBCOMMAND, GROUP):
        parts.append(str(options[0]["name"]))
        options = options[0].get("options") or []
    return f"/{' '.join(parts)}"


def bring_home(part: Any, origin: str) -> Any:
    """A copy in which every file of the loopback Discord has its address in this room."""
    if isinstance(part, list):
        return [bring_home(item, origin) for item in part]
    if isinstance(part, dict):
        return {key: bring_home(value, origin) for key, value in part.items()}
    prefix = f"{origin}/attachments/"
    if isinstance(part, str) and origin and part.startswith(prefix):
        _, identity, *_ = part.removeprefix(prefix).split("/")
        return f"/files/{identity}"
    return part


def show_form(identity: str, modal: Modal) -> Json:
    """A form that the bot opened, under the name by which it is sent back."""
    return {"form": identity, "title": modal.payload["title"], "components": modal.payload["components"]}
