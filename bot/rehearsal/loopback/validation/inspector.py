"""Inspects every request of the bot and records what Discord would not have accepted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.rehearsal.loopback.http import Body
from bot.rehearsal.loopback.state import Json, LoopbackState, Message
from bot.rehearsal.loopback.validation import limits as rules
from bot.rehearsal.loopback.validation.openapi import Description

COMMANDS = re.compile(r"/applications/\d+(/guilds/\d+)?/commands(/\d+)?")
CHANNEL_MESSAGE = re.compile(r"/channels/\d+/messages(?:/(?P<message>\d+))?")
WEBHOOK_MESSAGE = re.compile(r"/webhooks/\d+/(?P<token>[^/]+)(?:/messages/(?P<message>@original|\d+))?")
CALLBACK = re.compile(r"/interactions/(?P<id>\d+)/[^/]+/callback")


@dataclass(frozen=True, slots=True)
class Breach:
    """A request of the bot that Discord would have refused or shown wrongly, and why."""

    method: str
    path: str
    what: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}: {self.what}"


class Inspector:
    """The checks of one service; ``breaches`` grows, and nothing is ever raised into the bot's request."""

    def __init__(self, world: LoopbackState, description: Description | None) -> None:
        self.world = world
        self.description = description
        self.breaches: list[Breach] = []

    def inspect(self, method: str, path: str, body: Body) -> list[Breach]:
        """Check one request (``path`` without the API's base), record and give back what is wrong with it."""
        found: list[str] = []
        if body.unreadable:
            found.append(body.unreadable)
        elif self.description is not None:
            found += self.description.complaints(method, path, body.data)
        try:
            found += self._limits(method, path, body)
        except (AttributeError, TypeError, ValueError, KeyError) as error:
            found.append(f"malformed beyond what the limits can be read from: {error!r}")
        made = [Breach(method, path, what) for what in dict.fromkeys(found)]
        self.breaches += made
        return made

    def _limits(self, method: str, path: str, body: Body) -> Iterator[str]:
        if method in ("GET", "DELETE") or body.data is None:
            return
        if COMMANDS.fullmatch(path):
            if isinstance(body.data, list):
                yield from rules.check_commands(body.data)
            elif method == "POST":
                yield from rules.check_command(body.data)
        elif found := CHANNEL_MESSAGE.fullmatch(path):
            edited = self.world.messages.get(int(found["message"] or 0))
            yield from self._message_limits(body.data, body, edited)
        elif found := WEBHOOK_MESSAGE.fullmatch(path):
            edited = self._find_webhook_message(found["token"], found["message"])
            yield from self._message_limits(body.data, body, edited)
        elif found := CALLBACK.fullmatch(path):
            yield from self._callback_limits(int(found["id"]), body)

    def _callback_limits(self, interaction_id: int, body: Body) -> Iterator[str]:
        kind, data = body.data.get("type"), body.data.get("data") or {}
        if kind in (4, 7):
            interaction = self.world.interactions.get(interaction_id)
            edited = self.world.messages.get((interaction.message_id if interaction and kind == 7 else None) or 0)
            yield from self._message_limits(data, body, edited)
        elif kind == 8:
            yield from rules.check_choices(data.get("choices") or [])
        elif kind == 9:
            yield from rules.check_modal(data)

    def _message_limits(self, form: Json, body: Body, edited: Message | None) -> Iterator[str]:
        if edited is None:
            return rules.check_message(form, body)
        files = frozenset(str(item["filename"]) for item in edited.payload["attachments"])
        return rules.check_message(form, body, present_flags=edited.flags, present_files=files)

    def _find_webhook_message(self, token: str, which: str | None) -> Message | None:
        interaction = self.world.by_token.get(token)
        if interaction is None or which is None:
            return None
        identity = interaction.original_id if which == "@original" else int(which)
        return self.world.messages.get(identity or 0)
