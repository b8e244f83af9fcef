"""A Reply: a live view of everything that the bot sent for one interaction."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.rehearsal.loopback.messages import walk_components
from bot.rehearsal.loopback.state import LOADING, Interaction, Json, LoopbackState, Modal

NO_ANSWER = "The application did not respond"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that an autocompletion offers."""

    name: str
    value: str | int | float


class Reply:
    """The answer to one interaction, as far as it has come; ``settled`` waits for the rest.

    ``failed`` is None or what the person is told instead of an answer.
    """

    def __init__(self, world: LoopbackState, interaction: Interaction) -> None:
        self._world = world
        self.interaction = interaction
        self.failed: str | None = None

    @property
    def kind(self) -> int | None:
        """The type of the first callback (4 message, 5 deferred, 6, 7 update, 8 choices, 9 modal)."""
        return self.interaction.callback

    @property
    def deferred(self) -> bool:
        """Whether the first callback put the answer off."""
        return self.interaction.callback in (5, 6)

    @property
    def ephemeral(self) -> bool:
        """Whether only the asker sees the first answer."""
        return self.interaction.ephemeral

    @property
    def first_ms(self) -> float | None:
        """Milliseconds from the interaction to the first callback."""
        return self.interaction.first_ms

    @property
    def modal(self) -> Modal | None:
        """The form that the bot opened, if it did."""
        return self.interaction.modal

    @property
    def messages(self) -> list[Json]:
        """The messages written or changed for this interaction as they are now, in the order of the first touch."""
        found = (self._world.messages.get(identity) for identity in self.interaction.touched)
        return [message.payload for message in found if message is not None]

    @property
    def message(self) -> Json:
        """The first of the messages; LookupError with the reason if there is none."""
        for message in self.messages:
            return message
        raise LookupError(self.failed or "The bot sent no message for this interaction.")

    @property
    def followups(self) -> list[Json]:
        """The messages sent after the first answer."""
        found = (self._world.messages.get(identity) for identity in self.interaction.followup_ids)
        return [message.payload for message in found if message is not None]

    @property
    def text(self) -> str:
        """All that can be read in the messages, one piece a line."""
        return "\n".join(piece for message in self.messages for piece in read_pieces(message))

    async def settled(self, timeout: float = 10.0) -> "Reply":  # noqa: ASYNC109 the limit is part of the answer
        """Wait until something final is shown, at most ``timeout`` seconds; what did not come is ``failed``.

        After a silent acknowledgement (6) nothing need come: it is waited for, and its absence is no failure.
        """
        if self.failed is None:
            try:
                await asyncio.wait_for(self.interaction.finished.wait(), timeout)
            except TimeoutError:
                if self.kind != 6:
                    self.failed = f"The answer was put off and did not come within {timeout:g} seconds"
        if self.interaction.expired and self.failed is None:
            self.failed = NO_ANSWER
        return self


def read_pieces(message: Json) -> Iterator[str]:
    """Every readable text of a message: content, embeds, text displays, labels."""
    if message["flags"] & LOADING:
        return
    embeds: list[Any] = message["embeds"]
    yield from filter(None, [message["content"]])
    for embed in embeds:
        fields = [field[key] for field in embed.get("fields") or () for key in ("name", "value")]
        author, footer = (embed.get("author") or {}).get("name"), (embed.get("footer") or {}).get("text")
        yield from filter(None, [author, embed.get("title"), embed.get("description"), *fields, footer])
    for part in walk_components(message["components"]):
        yield from filter(None, [part.get("content"), part.get("label"), part.get("placeholder")])


def list_buttons(message: Json) -> list[Json]:
    """The buttons and selects of a message in order, links included."""
    return [part for part in walk_components(message["components"]) if part.get("type") in (2, 3, 5, 6, 7, 8)]
