"""The answers to an interaction on their way to Discord: sent, and sent again where that is safe.

- A callback (the first answer) is taken by Discord once. After a lost connection it is sent again, and "already
  acknowledged" then means that the first one arrived.
- An edit can be repeated as often as need be.
- A follow-up is sent once: a second one would show twice.

Where all of that fails, the functions raise DeliveryError; an error by which Discord refuses is raised as it is.
"""

from __future__ import annotations

import asyncio
import io
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

import discord
from discord import ui

from bot.chat.http_errors import ALREADY_ACKNOWLEDGED, CONNECTION_ERRORS, DeliveryError, describe
from bot.chat.interaction import Interaction
from bot.chat.render.layout import frame

log = logging.getLogger(__name__)

CALLBACK_ATTEMPTS: Final = 3
EDIT_PAUSES_SECONDS: Final = (0.5, 2.0, 5.0)
# Longer than the library's own five attempts after answers of 5xx, which take 25 seconds.
REQUEST_SECONDS: Final = 40.0
# A deferred answer that took so much longer to send than to make says so.
LATE_SECONDS: Final = 10.0

# Keys of an interaction's extras.
_ACKNOWLEDGED, _DONE = "acknowledged", "done"

Files = Sequence[discord.File]


def is_acknowledged(interaction: Interaction) -> bool:
    """Whether a first answer has been taken, also where Discord's word of it was lost."""
    return interaction.response.is_done() or _ACKNOWLEDGED in interaction.extras


def is_deferred(interaction: Interaction) -> bool:
    """Whether a message stands ready that the answer is to be edited into."""
    kind = interaction.response.type or interaction.extras.get(_ACKNOWLEDGED)
    return kind is discord.InteractionResponseType.deferred_channel_message


def note_done(interaction: Interaction, sentence: str) -> None:
    """Remember what was carried out, to be said where the answer itself cannot be shown."""
    interaction.extras[_DONE] = sentence


def read_done(interaction: Interaction) -> str:
    """What was carried out so far; "" for nothing."""
    return str(interaction.extras.get(_DONE, ""))


async def defer(interaction: Interaction, *, private: bool = True, in_place: bool = False) -> None:
    """Promise an answer, which edit_answer() gives: as a new message, or `in_place` of the clicked one."""
    if in_place:
        kind = discord.InteractionResponseType.deferred_message_update
        await _call_back(interaction, kind, interaction.response.defer)
    else:
        kind = discord.InteractionResponseType.deferred_channel_message
        await _call_back(interaction, kind, lambda: interaction.response.defer(ephemeral=private, thinking=True))


async def begin_privately(interaction: Interaction) -> None:
    """Promise a private answer: to a command a new message, to a click the clicked message in its new form."""
    clicked = interaction.type is discord.InteractionType.component
    await defer(interaction, private=interaction.guild_id is not None, in_place=clicked)


async def send_answer(interaction: Interaction, view: ui.LayoutView, files: Files = (), *, private: bool) -> None:
    """Answer with a new message at once."""
    contents = _read(files)
    kind = discord.InteractionResponseType.channel_message
    await _call_back(
        interaction,
        kind,
        lambda: interaction.response.send_message(view=view, files=_make(contents), ephemeral=private),
    )


async def open_form(interaction: Interaction, form: ui.Modal) -> None:
    """Answer with a form. What is sent off is handled by its custom_id alone, so that it outlives a restart."""
    form.stop()  # the library would keep it, and read what comes in as nobody but Discord would write it
    kind = discord.InteractionResponseType.modal
    await _call_back(interaction, kind, lambda: interaction.response.send_modal(form))


async def replace_clicked(interaction: Interaction, view: ui.LayoutView, files: Files = ()) -> None:
    """Answer a click at once, with another form of the clicked message."""
    contents = _read(files)
    kind = discord.InteractionResponseType.message_update
    await _call_back(
        interaction, kind, lambda: interaction.response.edit_message(view=view, attachments=_make(contents))
    )


async def edit_answer(interaction: Interaction, view: ui.LayoutView, files: Files = ()) -> None:
    """Put the answer in place of what was promised or shown; one that took long to send says that it is late."""
    contents = _read(files)
    began = time.monotonic()
    await _edit(interaction, view, contents)
    late = time.monotonic() - began
    if late >= LATE_SECONDS:
        log.warning("An answer was shown %.0f s late (interaction %s)", late, interaction.id)
        note = ui.TextDisplay[ui.LayoutView](f"-# This answer comes {late:.0f} seconds late: Discord did not take it.")
        await _edit(interaction, frame(note, *view.children), contents)


async def follow_up(interaction: Interaction, view: ui.LayoutView, *, private: bool) -> None:
    """Send one more message after the first answer."""
    try:
        async with asyncio.timeout(REQUEST_SECONDS):
            await interaction.followup.send(view=view, ephemeral=private)
    except (RuntimeError, *CONNECTION_ERRORS) as error:
        raise DeliveryError(describe(error)) from error


async def _call_back(
    interaction: Interaction, kind: discord.InteractionResponseType, send: Callable[[], Awaitable[Any]]
) -> None:
    for attempt in range(1, CALLBACK_ATTEMPTS + 1):
        try:
            async with asyncio.timeout(REQUEST_SECONDS):
                await send()
        except discord.HTTPException as error:
            if attempt == 1 or error.code != ALREADY_ACKNOWLEDGED:
                raise
        except CONNECTION_ERRORS as error:
            if attempt == CALLBACK_ATTEMPTS:
                raise DeliveryError(describe(error)) from error
            log.info("A first answer is sent again after %s (interaction %s)", describe(error), interaction.id)
            continue
        except RuntimeError as error:  # the client is closed
            raise DeliveryError(describe(error)) from error
        interaction.extras[_ACKNOWLEDGED] = kind
        return


async def _edit(interaction: Interaction, view: ui.LayoutView, contents: Sequence[tuple[str, bytes]]) -> None:
    for pause in (*EDIT_PAUSES_SECONDS, None):
        try:
            async with asyncio.timeout(REQUEST_SECONDS):
                await interaction.edit_original_response(view=view, attachments=_make(contents))
        except (discord.DiscordServerError, *CONNECTION_ERRORS) as error:
            if pause is None:
                raise DeliveryError(describe(error)) from error
            log.warning("An answer is sent again after %s (interaction %s)", describe(error), interaction.id)
            await asyncio.sleep(pause)
        except RuntimeError as error:  # the client is closed
            raise DeliveryError(describe(error)) from error
        else:
            return


def _read(files: Files) -> list[tuple[str, bytes]]:
    # A file of the library's can be sent once.
    return [(file.filename, file.fp.read()) for file in files]


def _make(contents: Sequence[tuple[str, bytes]]) -> list[discord.File]:
    return [discord.File(io.BytesIO(data), filename=name) for name, data in contents]
