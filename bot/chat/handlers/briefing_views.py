"""Briefings for one reader: /briefing preview, and the pages behind a briefing's buttons."""

from __future__ import annotations

import logging
from datetime import date
from functools import partial
from typing import Final

from bot.answers.model import Question
from bot.answers.options.errors import Ambiguous, NotUnderstood
from bot.chat import custom_ids
from bot.chat.errors import tell
from bot.chat.handlers.answers import FORGOTTEN, prepare, recall
from bot.chat.interaction import Interaction
from bot.chat.render.briefing import briefing_messages
from bot.chat.render.briefing_pages import PagedBriefing, Way, draw_rest
from bot.chat.responses import defer, edit_answer, follow_up
from bot.state import StateError
from bot.store.errors import QueryTooSlow

PREVIEW: Final = "briefing preview"
MAX_PAGE_STATEMENTS = 40  # statements that are read for a page; a message holds fewer
GONE = "The store holds none of these statements any more."

log = logging.getLogger(__name__)


async def preview(interaction: Interaction, question: Question) -> None:
    """Answer privately, whatever the settings say of other answers; what was not understood is answered as ever."""
    client = interaction.client
    private = interaction.guild_id is not None
    with client.under_way():
        await defer(interaction, private=private)
        try:
            async with client.queue.turn(interaction.user.id):
                briefing = await client.service.preview(question)
        except (NotUnderstood, Ambiguous, QueryTooSlow):
            page = await prepare(interaction, question, 0)
            await edit_answer(interaction, page.view, page.files)
            return
        first, *rest = briefing_messages(briefing, await _remember(interaction, question))
        await edit_answer(interaction, first)
        for view in rest:
            await follow_up(interaction, view, private=private)


async def show_posted(
    interaction: Interaction, channel: int, name: str, day: date, start: int, *, in_place: bool
) -> None:
    """Show the statements of a briefing that was posted, from number `start` on, to whoever asks, alone."""
    client = interaction.client
    with client.under_way():
        await _begin(interaction, in_place=in_place)
        ids = await client.state.postings.list_statements(channel, name, day)
        if not ids:
            await tell(interaction, FORGOTTEN)
            return
        subscription = await client.state.subscriptions.get(channel, name)
        locale = subscription.order.language if subscription else client.settings.answers.language
        way = partial(custom_ids.posted, channel, name, day.isoformat())
        await _show_rest(interaction, PagedBriefing(day, ids, way, locale), start)


async def show_previewed(interaction: Interaction, token: str, start: int, *, in_place: bool) -> None:
    """Show the statements of a preview, from number `start` on."""
    question = await recall(interaction, token)
    if question is None:
        return
    client = interaction.client
    with client.under_way():
        await _begin(interaction, in_place=in_place)
        try:
            async with client.queue.turn(interaction.user.id):
                briefing = await client.service.preview(question)
        except (NotUnderstood, Ambiguous, QueryTooSlow) as error:
            await tell(interaction, str(error))
            return
        way = partial(custom_ids.previewed, token)
        request = briefing.request
        await _show_rest(interaction, PagedBriefing(request.day, briefing.statement_ids, way, request.locale), start)


async def _remember(interaction: Interaction, question: Question) -> Way | None:
    try:
        token = await interaction.client.state.remember(question)
    except StateError as error:
        log.error("A preview goes out without the button to its rest: %s", error)
        return None
    return partial(custom_ids.previewed, token)


async def _begin(interaction: Interaction, *, in_place: bool) -> None:
    await defer(interaction, in_place=in_place)


async def _show_rest(interaction: Interaction, briefing: PagedBriefing, start: int) -> None:
    start = start if start < len(briefing.ids) else 0
    try:
        for begin in range(start, len(briefing.ids), MAX_PAGE_STATEMENTS):
            entries = await interaction.client.service.list_entries(briefing.ids[begin : begin + MAX_PAGE_STATEMENTS])
            if entries:
                view = draw_rest(briefing, entries, begin)
                await edit_answer(interaction, view)
                return
    except QueryTooSlow as error:
        await tell(interaction, str(error))
        return
    await tell(interaction, GONE)
