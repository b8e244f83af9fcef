"""Creates and edits messages from what the bot sends, in the form in which Discord stores them."""

import copy
import mimetypes
import re
from collections.abc import Iterable, Iterator
from typing import Any

from bot.rehearsal.loopback.http import ApiError, Upload
from bot.rehearsal.loopback.payloads import format_moment, show_attachment, show_user
from bot.rehearsal.loopback.state import (
    COMPONENTS_V2,
    EPHEMERAL,
    LOADING,
    Attachment,
    Channel,
    Interaction,
    Json,
    LoopbackState,
    Message,
    Permission,
    User,
)

SETTABLE_FLAGS = 4 | EPHEMERAL | 1 << 12 | COMPONENTS_V2  # suppressed embeds, private, silent, components
MENTION = re.compile(r"<@(?P<role>&?)!?(?P<id>\d{1,20})>|@(?P<all>everyone|here)\b")


def is_empty(form: Json, files: Iterable[Upload]) -> bool:
    """Whether a message would show nothing at all."""
    shown = ("content", "embeds", "components", "sticker_ids", "poll", "attachments")
    return not any(form.get(key) for key in shown) and not tuple(files)


def post_message(
    world: LoopbackState,
    channel: Channel,
    form: Json,
    files: tuple[Upload, ...] = (),
    *,
    interaction: Interaction | None = None,
    flags: int = 0,
) -> Message:
    """A new message of the bot in a channel; private ones are held for the interaction's person alone.

    Raises ApiError 50006 for a message that would be empty and is not still loading.
    """
    flags |= int(form.get("flags") or 0) & SETTABLE_FLAGS
    if not flags & LOADING and is_empty(form, files):
        raise ApiError(400, 50006, "Cannot send an empty message")
    identity = world.make_id()
    payload: Json = {
        "id": str(identity),
        "channel_id": str(channel.id),
        "type": 0,
        "author": show_user(world.bot),
        "timestamp": format_moment(identity),
        "edited_timestamp": None,
        "pinned": False,
        "tts": bool(form.get("tts")),
        "flags": flags,
        "attachments": [],
        "embeds": [],
        "components": [],
    }
    if form.get("nonce") is not None:
        payload["nonce"] = form["nonce"]
    if interaction is not None:
        payload |= {"webhook_id": str(world.application_id), "application_id": str(world.application_id)}
        payload["interaction_metadata"] = {
            "id": str(interaction.id),
            "type": interaction.kind,
            "user": show_user(world.users[interaction.user_id]),
            "authorizing_integration_owners": {"0": str(world.guild_id)},
        }
        if interaction.kind == 2:
            payload["type"] = 20
    if isinstance(form.get("message_reference"), dict):
        referenced = world.messages.get(int(form["message_reference"].get("message_id") or 0))
        payload |= {
            "type": 19,
            "message_reference": form["message_reference"],
            "referenced_message": referenced.payload if referenced else None,
        }
    private = interaction.user_id if interaction is not None and flags & EPHEMERAL else None
    message = Message(identity, channel.id, payload, private)
    fill_in(world, message, form, files)
    world.messages[identity] = message
    world.tell("create", message)
    return message


def write_message(world: LoopbackState, channel: Channel, author: User, text: str) -> Message:
    """A message that a person writes; `@Name` of somebody in the guild mentions them."""
    content = text
    names = [(name, user.id) for user in (*world.users.values(), world.bot) for name in (user.display_name, user.name)]
    for name, identity in sorted(names, key=lambda one: -len(one[0])):
        content = re.sub(rf"@{re.escape(name)}\b", f"<@{identity}>", content, flags=re.IGNORECASE)
    identity = world.make_id()
    payload: Json = {
        "id": str(identity),
        "channel_id": str(channel.id),
        "type": 0,
        "author": show_user(author),
        "content": content,
        "timestamp": format_moment(identity),
        "edited_timestamp": None,
        "pinned": False,
        "tts": False,
        "flags": 0,
        "attachments": [],
        "embeds": [],
        "components": [],
    }
    message = Message(identity, channel.id, payload)
    payload |= find_mentions(world, message, None)
    world.messages[identity] = message
    world.tell("create", message)
    return message


def edit_message(world: LoopbackState, message: Message, form: Json, files: tuple[Upload, ...] = ()) -> Message:
    """Change a message by what the form names; everything else stays as it is."""
    flags = message.flags & ~LOADING
    if "flags" in form:  # a message that has components of the second kind cannot go back, nor change who sees it
        flags |= int(form["flags"] or 0) & COMPONENTS_V2
    was_loading = bool(message.flags & LOADING)
    message.payload["flags"] = flags
    fill_in(world, message, form, files)
    if not was_loading:
        message.payload["edited_timestamp"] = format_moment(world.make_id())
    world.tell("update", message)
    return message


def remove_message(world: LoopbackState, message: Message) -> None:
    """Take a message away."""
    del world.messages[message.id]
    world.tell("delete", message)


def fill_in(world: LoopbackState, message: Message, form: Json, files: tuple[Upload, ...]) -> None:
    """Put content, files, embeds and components of a form into a message."""
    payload = message.payload
    if "content" in form or "content" not in payload:
        payload["content"] = form.get("content") or ""
    if files or form.get("attachments") is not None:
        payload["attachments"] = attach_files(world, message, form.get("attachments"), files)
    served = {present["filename"]: present for present in payload["attachments"]}
    if "embeds" in form:
        payload["embeds"] = [{"type": "rich", **resolve_media(embed, served)} for embed in form["embeds"] or ()]
    if "components" in form:
        payload["components"] = resolve_media(copy.deepcopy(form["components"] or []), served)
        used = {part["id"] for part in walk_components(payload["components"]) if part.get("id")}
        free = (number for number in range(1, 10_000) if number not in used)
        for part in walk_components(payload["components"]):
            part["id"] = part.get("id") or next(free)
    payload |= find_mentions(world, message, form.get("allowed_mentions"))


def attach_files(world: LoopbackState, message: Message, listed: Any, files: tuple[Upload, ...]) -> list[Json]:
    """The attachments after a change: those kept by id, then the new files with their descriptions."""
    present = {item["id"]: item for item in message.payload["attachments"]}
    described = {str(item.get("id")): item for item in listed or () if isinstance(item, dict)}
    attachments = list(present.values()) if listed is None else [present[key] for key in described if key in present]
    for upload in files:
        words = described.get(str(upload.index), {})
        name = str(words.get("filename") or upload.filename)
        kind = mimetypes.guess_type(name)[0] or upload.content_type
        stored = Attachment(world.make_id(), name, kind, upload.data)
        world.attachments[stored.id] = stored
        shown = show_attachment(world, stored, message.channel_id) | {"ephemeral": message.visible_to is not None}
        attachments.append(shown | {k: words[k] for k in ("description", "title") if words.get(k)})
    return attachments


def resolve_media(part: Any, served: dict[str, Json]) -> Any:
    """Replace every ``attachment://name`` by the address at which that attachment is served."""
    if isinstance(part, list):
        return [resolve_media(item, served) for item in part]
    if not isinstance(part, dict):
        return part
    made = {key: resolve_media(value, served) for key, value in part.items()}
    url = made.get("url")
    if isinstance(url, str) and url.startswith("attachment://"):
        found = served.get(url.removeprefix("attachment://"))
        if found is not None:
            made |= {"url": found["url"], "proxy_url": found["url"], "content_type": found["content_type"]}
            made["attachment_id"] = found["id"]
    file = part.get("file")
    if part.get("type") == 13 and isinstance(file, dict):
        found = served.get(str(file.get("url")).removeprefix("attachment://"))
        if found is not None:
            made |= {"name": found["filename"], "size": found["size"]}
    return made


def walk_components(components: Any) -> Iterator[Json]:
    """Every component of a message or modal, nested ones included, in order."""
    for part in components if isinstance(components, list) else ():
        if isinstance(part, dict):
            yield part
            for inner in ("components", "component", "accessory"):
                value = part.get(inner)
                yield from walk_components(value if isinstance(value, list) else [value])


def read_text(payload: Json) -> str:
    """All text of a message in which mentions count: the content and the text displays."""
    shown = [part.get("content") or "" for part in walk_components(payload["components"]) if part.get("type") == 10]
    return "\n".join([payload["content"], *shown])


def find_mentions(world: LoopbackState, message: Message, allowed: Any) -> Json:
    """Whom a message pings, after ``allowed_mentions`` (without it everybody named is pinged)."""
    rule = allowed if isinstance(allowed, dict) else {"parse": ["users", "roles", "everyone"]}
    parse = rule.get("parse") or []
    named_users = {str(item) for item in rule.get("users") or ()}
    named_roles = {str(item) for item in rule.get("roles") or ()}
    users: dict[int, User] = {}
    roles: dict[str, None] = {}
    everyone = False
    for found in MENTION.finditer(read_text(message.payload)):
        if found["all"]:
            everyone |= "everyone" in parse
        elif found["role"]:
            if "roles" in parse or found["id"] in named_roles:
                roles[found["id"]] = None
        elif ("users" in parse or found["id"] in named_users) and int(found["id"]) in world.users:
            users[int(found["id"])] = world.users[int(found["id"])]
    return {
        "mentions": [show_user(user) for user in users.values()],
        "mention_roles": list(roles),
        "mention_everyone": everyone,
    }


def require_channel(world: LoopbackState, channel_id: int, *needed: Permission) -> Channel:
    """The channel if the bot may see it and has every needed permission there.

    Raises ApiError 10003 (unknown), 50001 (may not see it) or 50013 (a permission is missing).
    """
    channel = world.channels.get(channel_id)
    if channel is None:
        raise ApiError(404, 10003, "Unknown Channel")
    if channel.type == 1:
        return channel
    bits = world.permissions_of(world.bot, channel)
    if not bits & Permission.VIEW_CHANNEL:
        raise ApiError(403, 50001, "Missing Access")
    for permission in needed:
        if permission is Permission.SEND_MESSAGES and channel.is_thread:
            permission = Permission.SEND_MESSAGES_IN_THREADS  # noqa: PLW2901 a thread has a right of its own
        if not bits & permission:
            raise ApiError(403, 50013, "Missing Permissions")
    return channel


def require_message(world: LoopbackState, channel_id: int, message_id: int) -> Message:
    """A public message of a channel; ApiError 10008 if there is none, as for a private one."""
    message = world.messages.get(message_id)
    if message is None or message.channel_id != channel_id or message.visible_to is not None:
        raise ApiError(404, 10008, "Unknown Message")
    return message
