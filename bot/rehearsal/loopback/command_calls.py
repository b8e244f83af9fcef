"""The checks of a person's own Discord client: which commands it shows, and which option values it sends."""

from collections.abc import Mapping
from typing import Any

from bot.rehearsal.loopback.payloads import show_attachment, show_channel, show_member, show_role, show_user
from bot.rehearsal.loopback.state import EVERY_PERMISSION, Channel, Json, LoopbackState, Message, Permission, User

Value = str | int | float | bool
SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, NUMBER, ATTACHMENT = 1, 2, 3, 4, 5, 6, 7, 8, 10, 11
SLASH, MESSAGE_MENU = 1, 3
MAX_STRING_CHARACTERS = 6000


class PersonError(Exception):
    """What Discord would not let a person do; the text says why."""


def visible_commands(world: LoopbackState, user: User, channel: Channel, kind: int = SLASH) -> dict[str, Json]:
    """The commands of a kind that a person is shown in a channel, by name; the guild's own stand before global ones."""
    bits = world.permissions_of(user, channel) if channel.type != 1 else EVERY_PERMISSION
    if not bits & Permission.VIEW_CHANNEL or not bits & Permission.USE_APPLICATION_COMMANDS:
        return {}
    shown: dict[str, Json] = {}
    scopes = [world.commands[None]] if channel.type == 1 else [world.commands[None], world.commands[world.guild_id]]
    for command in (item for scope in scopes for item in scope.values()):
        contexts = command.get("contexts")
        here = 1 if channel.type == 1 else 0
        if command["type"] != kind or (contexts is not None and here not in contexts):
            continue
        if here == 1 and command.get("dm_permission") is False:
            continue
        needed = command["default_member_permissions"]
        if needed is not None and channel.type != 1:
            allowed = bits & int(needed) == int(needed) if int(needed) else bits == EVERY_PERMISSION
            if not allowed:
                continue
        shown[command["name"]] = command
    return shown


def describe_call(
    world: LoopbackState,
    command: Json,
    path: list[str],
    values: Mapping[str, Value],
    focused: str | None = None,
) -> Json:
    """The ``data`` of a command interaction; ``path`` are the names of group and subcommand.

    With ``focused`` the values are those of an unfinished line: nothing is required. Raises PersonError.
    """
    level, title = command, f"/{command['name']}"
    for name in path:
        inside = {o["name"]: o for o in level.get("options") or () if o["type"] in (SUBCOMMAND, GROUP)}
        if name not in inside:
            raise PersonError(f"{title} has no subcommand {name}.")
        level, title = inside[name], f"{title} {name}"
    known = {option["name"]: option for option in level.get("options") or ()}
    if any(option["type"] in (SUBCOMMAND, GROUP) for option in known.values()):
        raise PersonError(f"{title} needs a subcommand: {', '.join(known)}.")
    resolved: Json = {}
    sent: list[Json] = []
    for name, value in values.items():
        if name not in known:
            raise PersonError(f"{title} has no option {name}.")
        if name == focused:
            part = {"value": value, "focused": True}
        else:
            part = {"value": convert(world, known[name], value, resolved)}
        sent.append({"name": name, "type": known[name]["type"], **part})
    for name, option in known.items():
        if option.get("required") and name not in values and focused is None:
            raise PersonError(f"{title} needs the option {name}.")
    for depth, name in reversed(list(enumerate(path))):
        sent = [{"name": name, "type": SUBCOMMAND if depth == len(path) - 1 else GROUP, "options": sent}]
    data: Json = {"id": command["id"], "name": command["name"], "type": 1, "options": sent}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return data | ({"resolved": resolved} if resolved else {})


def convert(world: LoopbackState, option: Json, value: Value, resolved: Json) -> Value:
    """A value as it goes over the wire, checked as the person's Discord would check it."""
    kind, name = option["type"], option["name"]
    choices = option.get("choices") or []
    if choices:
        meant = [c["value"] for c in choices if value in (c["value"], c["name"]) or str(c["value"]) == str(value)]
        if not meant:
            raise PersonError(f"{name} takes one of: {', '.join(str(c['name']) for c in choices)}.")
        chosen: Value = meant[0]
        return chosen
    if kind == STRING:
        check_length(option, str(value))
        return str(value)
    if kind == BOOLEAN:
        if not isinstance(value, bool):
            raise PersonError(f"{name} takes true or false.")
        return value
    if kind in (INTEGER, NUMBER):
        if isinstance(value, (bool, str)) or (kind == INTEGER and value != int(value)):
            raise PersonError(f"{name} takes a {'whole ' if kind == INTEGER else ''}number.")
        least, most = option.get("min_value"), option.get("max_value")
        if (least is not None and value < least) or (most is not None and value > most):
            raise PersonError(f"{name} takes a number from {least} to {most}, not {value}.")
        return value
    return resolve_thing(world, kind, name, str(value), resolved)


def describe_menu(command: Json, message: Message) -> Json:
    """The ``data`` of a message menu, used on a message."""
    identity = str(message.id)
    data: Json = {"id": command["id"], "name": command["name"], "type": MESSAGE_MENU, "target_id": identity}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return data | {"resolved": {"messages": {identity: message.payload}}}


def check_length(option: Json, text: str) -> None:
    """Raise PersonError where a text is shorter or longer than the option takes."""
    least, most = max(option.get("min_length") or 0, 1), option.get("max_length") or MAX_STRING_CHARACTERS
    if not least <= len(text) <= most:
        raise PersonError(f"{option['name']} takes {least} to {most} characters, not {len(text)}.")


def resolve_thing(world: LoopbackState, kind: int, name: str, value: str, resolved: Json) -> str:
    """The id of a person, channel or role given by id or name, which is also put among the resolved."""
    given = value.strip("<@&#!>")
    pools: dict[int, tuple[str, Mapping[int, Any]]] = {
        USER: ("users", world.users),
        CHANNEL: ("channels", world.channels),
        ROLE: ("roles", world.roles),
        ATTACHMENT: ("attachments", world.attachments),
    }
    if kind not in pools:
        raise PersonError(f"{name} takes a kind of value that cannot be given here.")
    key, pool = pools[kind]
    found = next((thing for thing in pool.values() if given in (str(thing.id), getattr(thing, "name", ""))), None)
    if found is None:
        raise PersonError(f"{name}: there is no {value} among the {key}.")
    identity = str(found.id)
    if kind == USER:
        resolved.setdefault("users", {})[identity] = show_user(found)
        member = show_member(world, found) | {"permissions": str(world.permissions_of(found))}
        resolved.setdefault("members", {})[identity] = {k: v for k, v in member.items() if k != "user"}
    elif kind == CHANNEL:
        resolved.setdefault("channels", {})[identity] = show_channel(world, found, world.bot)
    elif kind == ATTACHMENT:
        resolved.setdefault("attachments", {})[identity] = show_attachment(world, found)
    else:
        resolved.setdefault("roles", {})[identity] = show_role(found)
    return identity
