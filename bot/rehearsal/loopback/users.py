"""The people of the guild: what they do (commands, clicks, forms), and the Reply they get."""

import asyncio
import contextlib
import secrets
import time
from collections.abc import Mapping, Sequence
from typing import Any

from bot.rehearsal.loopback.command_calls import (
    MESSAGE_MENU,
    PersonError,
    Value,
    describe_call,
    describe_menu,
    visible_commands,
)
from bot.rehearsal.loopback.gateway import Gateway
from bot.rehearsal.loopback.messages import walk_components, write_message
from bot.rehearsal.loopback.payloads import show_channel, show_member, show_user
from bot.rehearsal.loopback.reply import NO_ANSWER, Choice, Reply
from bot.rehearsal.loopback.state import Attachment, Channel, Interaction, Json, LoopbackState, Message, Modal, User
from bot.rehearsal.loopback.validation.limits import MAX_FILE_BYTES

REACTION_SECONDS = 0.03  # before a person can act on what was just shown; the bot must have had its answer by then
SELECTS = (3, 5, 6, 7, 8)


class UserDirectory:
    """Plays persons against the bot that is connected to the gateway.

    Persons and channels are given as objects or by name. What Discord itself would refuse raises PersonError;
    what the bot does, or does not do, is in the Reply.
    """

    def __init__(self, world: LoopbackState, gateway: Gateway, answer_deadline: float) -> None:
        self.world = world
        self.gateway = gateway
        self.answer_deadline = answer_deadline

    def commands_for(self, user: User | str, channel: Channel | str) -> dict[str, Json]:
        """The registered slash commands that a person is shown in a channel, by name, as raw JSON."""
        return visible_commands(self.world, self.world.user(user), self.world.channel(channel))

    async def slash(
        self,
        user: User | str,
        channel: Channel | str,
        command: str,
        options: Mapping[str, Value] | None = None,
        subcommand: str | None = None,
    ) -> Reply:
        """Use a slash command; comes back with the bot's first callback, or after the deadline without one."""
        data = self._describe(user, channel, command, options or {}, subcommand)
        return await self._interact(user, channel, 2, data)

    def upload(self, filename: str, data: bytes, content_type: str = "application/octet-stream") -> str:
        """Upload a file as the value of an option that takes one; gives that value."""
        stored = Attachment(self.world.make_id(), filename, content_type, data)
        self.world.attachments[stored.id] = stored
        return str(stored.id)

    async def use_on_message(
        self, user: User | str, channel: Channel | str, name: str, message: Message | int
    ) -> Reply:
        """Use an entry of a message's menu."""
        person, place = self.world.user(user), self.world.channel(channel)
        found = self.world.messages[message] if isinstance(message, int) else message
        shown = visible_commands(self.world, person, place, MESSAGE_MENU)
        if name not in shown:
            raise PersonError(f"The menu has no {name!r} for {person.name} in #{place.name}.")
        return await self._interact(user, channel, 2, describe_menu(shown[name], found))

    async def write(self, user: User | str, channel: Channel | str, text: str) -> Message:
        """Write a message in a channel; `@Name` mentions somebody."""
        person, place = self.world.user(user), self.world.channel(channel)
        if not text.strip():
            raise PersonError("A message needs words.")
        return write_message(self.world, place, person, text.strip())

    async def autocomplete(
        self,
        user: User | str,
        channel: Channel | str,
        command: str,
        options: Mapping[str, Value],
        focused: str,
        *,
        subcommand: str | None = None,
    ) -> list[Choice]:
        """What the bot offers for the option ``focused`` as typed so far; PersonError if it does not answer."""
        data = self._describe(user, channel, command, options, subcommand, focused=focused)
        reply = await self._interact(user, channel, 4, data)
        if reply.failed:
            raise PersonError(f"Loading the options of /{command} failed: {reply.failed.lower()}.")
        return [Choice(str(item["name"]), item["value"]) for item in reply.interaction.choices]

    async def click(self, user: User | str, message: Json | Message | int, custom_id: str) -> Reply:
        """Press a button of a message."""
        clicked, part = self._find_component(user, message, custom_id, (2,))
        return await self._use_component(user, clicked, part, None)

    async def choose(
        self, user: User | str, message: Json | Message | int, custom_id: str, values: Sequence[str]
    ) -> Reply:
        """Choose values of a select of a message."""
        clicked, part = self._find_component(user, message, custom_id, SELECTS)
        offered = {option["value"] for option in part.get("options") or ()}
        least, most = part.get("min_values", 1), part.get("max_values", 1)
        if part["type"] == 3 and not offered.issuperset(values):
            raise PersonError(f"The select does not offer {', '.join(sorted(set(values) - offered))}.")
        if not least <= len(values) <= most:
            raise PersonError(f"The select takes {least} to {most} values, not {len(values)}.")
        return await self._use_component(user, clicked, part, list(values))

    async def submit(self, user: User | str, modal: Modal | Reply, values: Mapping[str, Any]) -> Reply:
        """Send a form off, with values by custom_id: text, a list for what takes several, a bool for a checkbox."""
        form = modal.modal if isinstance(modal, Reply) else modal
        if form is None or form.user_id != self.world.user(user).id:
            raise PersonError("No form is open for this person.")
        known = {part["custom_id"] for part in walk_components(form.payload["components"]) if part.get("custom_id")}
        if unknown := sorted(values.keys() - known):
            raise PersonError(f"The form has no field {', '.join(unknown)}.")
        components = [fill_in(part, values) for part in form.payload["components"]]
        data = {"custom_id": form.payload["custom_id"], "components": components}
        await asyncio.sleep(REACTION_SECONDS)
        return await self._interact(user, self.world.channels[form.channel_id], 5, data, form.message_id)

    def _describe(
        self,
        user: User | str,
        channel: Channel | str,
        command: str,
        values: Mapping[str, Value],
        subcommand: str | None,
        *,
        focused: str | None = None,
    ) -> Json:
        name, *path = f"{command} {subcommand or ''}".removeprefix("/").split()
        person, place = self.world.user(user), self.world.channel(channel)
        registered = visible_commands(self.world, person, place)
        if name not in registered:
            everything = {item["name"] for scope in self.world.commands.values() for item in scope.values()}
            why = f"is not shown to {person.name} in #{place.name}" if name in everything else "does not exist"
            raise PersonError(f"/{name} {why}.")
        return describe_call(self.world, registered[name], path, values, focused)

    def _find_component(
        self, user: User | str, message: Json | Message | int, custom_id: str, kinds: tuple[int, ...]
    ) -> tuple[Message, Json]:
        raw = message.id if isinstance(message, Message) else message if isinstance(message, int) else message["id"]
        identity = int(raw)
        clicked = self.world.messages.get(identity)
        if clicked is None or clicked.visible_to not in (None, self.world.user(user).id):
            raise PersonError("This person sees no such message.")
        for part in walk_components(clicked.payload["components"]):
            if part.get("custom_id") == custom_id and part.get("type") in kinds:
                if part.get("disabled"):
                    raise PersonError(f"{part.get('label') or custom_id} is greyed out.")
                return clicked, part
        raise PersonError(f"The message has nothing with the custom_id {custom_id!r}.")

    async def _use_component(self, user: User | str, clicked: Message, part: Json, values: list[str] | None) -> Reply:
        await asyncio.sleep(max(0.0, clicked.delivered_at + REACTION_SECONDS - time.perf_counter()))
        data: Json = {"custom_id": part["custom_id"], "component_type": part["type"], "id": part["id"]}
        if values is not None:
            data["values"] = values
        return await self._interact(user, self.world.channels[clicked.channel_id], 3, data, clicked.id)

    async def _interact(
        self, user: User | str, channel: Channel | str, kind: int, data: Json, message_id: int | None = None
    ) -> Reply:
        person, place = self.world.user(user), self.world.channel(channel)
        identity = self.world.make_id()
        interaction = Interaction(
            identity,
            f"token-{identity}.{secrets.token_urlsafe(12)}",
            kind,
            person.id,
            place.id,
            data,
            message_id,
            self.world.now(),
        )
        self.world.interactions[identity] = interaction
        self.world.by_token[interaction.token] = interaction
        reply = Reply(self.world, interaction)
        payload = describe_interaction(self.world, interaction, person, place)
        if self.gateway.dispatch("INTERACTION_CREATE", payload):
            with contextlib.suppress(TimeoutError):  # an answer that is being delivered just now still counts
                await asyncio.wait_for(interaction.answered.wait(), self.answer_deadline)
        if interaction.callback is None:
            interaction.expired = True
            reply.failed = NO_ANSWER
        return reply


def describe_interaction(world: LoopbackState, interaction: Interaction, person: User, place: Channel) -> Json:
    """The payload of INTERACTION_CREATE."""
    described: Json = {
        "id": str(interaction.id),
        "application_id": str(world.application_id),
        "type": interaction.kind,
        "token": interaction.token,
        "version": 1,
        "data": interaction.data,
        "channel_id": str(place.id),
        "channel": show_channel(world, place, person),
        "locale": person.locale,
        "entitlements": [],
        "attachment_size_limit": MAX_FILE_BYTES,
    }
    if place.type == 1:
        owners = {"1": str(person.id)}
        described |= {"user": show_user(person), "context": 1, "app_permissions": "0"}
    else:
        owners = {"0": str(world.guild_id)}
        described |= {
            "guild_id": str(world.guild_id),
            "guild": {"id": str(world.guild_id), "locale": "en-GB", "features": []},
            "guild_locale": "en-GB",
            "member": show_member(world, person, place),
            "context": 0,
            "app_permissions": str(world.permissions_of(world.bot, place)),
        }
    described["authorizing_integration_owners"] = owners
    message = world.messages.get(interaction.message_id or 0)
    return described | ({"message": message.payload} if message is not None else {})


def fill_in(part: Json, values: Mapping[str, Any]) -> Json:
    """A component of a form with a person's values in it, as it is sent back; PersonError for what cannot be sent."""
    made: Json = {key: part[key] for key in ("type", "id") if key in part}
    if "component" in part:
        return made | {"component": fill_in(part["component"], values)}
    if "components" in part:
        return made | {"components": [fill_in(item, values) for item in part["components"]]}
    custom_id = part.get("custom_id")
    if custom_id is None:
        return made
    value = values.get(custom_id, part.get("value"))
    name = part.get("label") or custom_id
    made["custom_id"] = custom_id
    if part["type"] == 4:
        text = str(value or "")
        if part.get("required", True) and not text:
            raise PersonError(f"The field {name} must be filled in.")
        least, most = part.get("min_length") or 0, part.get("max_length") or 4000
        if text and not least <= len(text) <= most:
            raise PersonError(f"The field {name} takes {least} to {most} characters, not {len(text)}.")
        return made | {"value": text}
    if part["type"] in (21, 23):
        return made | {"value": value}
    return made | {"values": list(value or ())}
