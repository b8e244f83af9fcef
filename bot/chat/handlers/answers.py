"""The one way from a question to a message: ask the answer service, render a page, send it within three seconds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import discord

from bot.answers.model import Answer, CountryItem, FactItem, Question
from bot.chat.errors import tell
from bot.chat.interaction import BotServices, Interaction
from bot.chat.permissions import is_admin
from bot.chat.render.page import PageContext, RenderedPage, lay_out, present
from bot.chat.responses import defer, edit_answer, replace_clicked, send_answer
from bot.state import StateError
from bot.state.button_questions import make_token

log = logging.getLogger(__name__)

# Discord waits three seconds for the first answer; the rest is for the network.
DEFER_AFTER_SECONDS = 1.5
# Entries that are read for a page: a message holds no more of them, of those with a button each even fewer.
MAX_ENTRIES, MAX_ENTRIES_WITH_BUTTONS = 10, 8
OF_STATEMENTS = frozenset({"ask", "who-said", "timeline", "summary-by-country", "speaker"})
UNREADABLE = "This button cannot be answered now: a file on our side gives trouble. Ask again with the command."
FORGOTTEN = "This button is too old: the question behind it is no longer kept. Ask again with the command."


async def answer(interaction: Interaction, question: Question, index: int = 0) -> None:
    """Answer with a new message: private where the settings say so, or where a button of a shared message was used."""
    client = interaction.client
    asked_by_button = interaction.type is discord.InteractionType.component
    private = interaction.guild_id is not None and (client.settings.answers.private or asked_by_button)
    with client.under_way():
        async with _drawing(interaction, question, index, shareable=private) as (drawing, slow):
            if slow:
                await defer(interaction, private=private)
                page = await drawing
                await edit_answer(interaction, page.view, page.files)
            else:
                page = await drawing
                await send_answer(interaction, page.view, page.files, private=private)


async def turn(interaction: Interaction, question: Question, index: int = 0) -> None:
    """Answer by putting another page, or another answer, in the place of the message that was clicked."""
    shareable = interaction.message is not None and interaction.message.flags.ephemeral
    with interaction.client.under_way():
        async with _drawing(interaction, question, index, shareable=shareable) as (drawing, slow):
            if slow:
                await defer(interaction, in_place=True)
                page = await drawing
                await edit_answer(interaction, page.view, page.files)
            else:
                page = await drawing
                await replace_clicked(interaction, page.view, page.files)


async def recall(interaction: Interaction, token: str, index: int = 0) -> Question | None:
    """The question behind a button, from where page `index` begins; where it is not known, the person is told."""
    state = interaction.client.state
    try:
        question = await state.recall(token)
        if question is not None and index:
            place = await state.page(token, index)
            question = place and Question(question.command, question.options, question.asked_on, *place)
    except StateError as error:
        log.error("A button cannot be answered: %s", error)
        await tell(interaction, UNREADABLE)
        return None
    if question is None:
        await tell(interaction, FORGOTTEN)
    return question


async def prepare(
    interaction: Interaction,
    question: Question,
    index: int,
    *,
    shareable: bool = False,
    shared: bool = False,
    shared_by: str | None = None,
) -> RenderedPage:
    """Ask the answer service and render page `index`."""
    client = interaction.client
    extra: tuple[FactItem, ...] = ()
    if question.command == "status":
        # What is shared is read by others than the admin.
        extra = await client.facts(interaction.guild_id, common=is_admin(interaction) and shared_by is None)
    limit = MAX_ENTRIES_WITH_BUTTONS if question.command in OF_STATEMENTS else MAX_ENTRIES
    found = await client.service.answer(question, limit, extra)
    return await draw_answer(
        client,
        found,
        index,
        shareable=shareable,
        shared=shared,
        shared_by=shared_by,
        asker=interaction.user.id,
    )


async def draw_answer(
    client: BotServices,
    found: Answer,
    index: int,
    *,
    shareable: bool = False,
    shared: bool = False,
    shared_by: str | None = None,
    asked_by: str | None = None,
    asker: int | None = None,
) -> RenderedPage:
    """Draw page `index` of an answer; notes in the state file what the page's buttons lead to.

    Where that file cannot be written, the page comes without those buttons, and says so.
    """
    question, locale = found.question, client.settings.answers.language
    ways = _list_ways_on(found)
    asked = [question, *(question.choose(*way) for way in ways)]
    token, *tokens = map(make_token, asked)
    place = PageContext(
        token,
        index,
        locale,
        dict(zip(ways, tokens, strict=True)),
        shared_by,
        asked_by,
        shareable=shareable,
        shared=shared,
    )
    laid = await asyncio.to_thread(lay_out, found, place)
    try:
        await client.state.remember_all(
            asked, (index + 1, laid.last_key, question.skipped + laid.shown) if laid.more else None, asker
        )
    except StateError as error:
        log.error("An answer goes out without its buttons: %s", error)
        laid = await asyncio.to_thread(lay_out, found, PageContext(None, index, locale, {}, shared_by, asked_by))
    return present(laid)


def _list_ways_on(found: Answer) -> list[tuple[str, str]]:
    """The options and values that the buttons of an answer put in place."""
    ways = [(choice.option, choice.value) for choice in found.choices]
    ways += [
        ("country", entry.item.tally.code)
        for entry in found.entries
        if isinstance(entry.item, CountryItem) and not entry.item.head
    ]
    return list(dict.fromkeys(ways))


@asynccontextmanager
async def _drawing(
    interaction: Interaction, question: Question, index: int, *, shareable: bool
) -> AsyncIterator[tuple[asyncio.Task[RenderedPage], bool]]:
    """Draw beside whatever is sent meanwhile; the second value says that it takes too long to be a first answer."""
    client = interaction.client

    async def draw_in_turn() -> RenderedPage:
        async with client.queue.turn(interaction.user.id):
            return await prepare(interaction, question, index, shareable=shareable)

    drawing = asyncio.create_task(draw_in_turn())
    try:
        done, _ = await asyncio.wait({drawing}, timeout=DEFER_AFTER_SECONDS)
        yield drawing, not done
    finally:
        # Where the deferral failed, nobody waits for the drawing any more.
        drawing.cancel()
