"""Clicks on buttons and selects. All they need is in the custom_id and the state file, so they work after a restart."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import discord

from bot.answers.model import Question
from bot.chat import custom_ids
from bot.chat.custom_ids import (
    Action,
    AskQuestion,
    ForgetPerson,
    PasteText,
    ReloadAnyway,
    Review,
    SharePage,
    ShowAlert,
    ShowPage,
    ShowPassage,
    ShowPosted,
    ShowPreviewed,
    StopFollow,
)
from bot.chat.errors import report_error, tell
from bot.chat.handlers.alerts import show_alert
from bot.chat.handlers.answers import FORGOTTEN, answer, recall, turn
from bot.chat.handlers.briefing_orders import HERE, OFF, TEST, order_here, order_off, order_test
from bot.chat.handlers.briefing_views import PREVIEW, preview, show_posted, show_previewed
from bot.chat.handlers.follows import ADD, follow, stop_chosen
from bot.chat.handlers.ingest import ingest_pasted
from bot.chat.handlers.privacy import forget
from bot.chat.handlers.reload import reload_records
from bot.chat.handlers.review import take_step
from bot.chat.handlers.share import share
from bot.chat.interaction import Interaction

log = logging.getLogger(__name__)

# Commands that do something: once a choice has been made, their handler goes on in place of a plain answer.
ACTIONS = {PREVIEW: preview, ADD: follow, HERE: order_here, OFF: order_off, TEST: order_test}


async def handle_click(interaction: Interaction) -> None:
    """Do what the clicked component, or the form that was sent off, asks for.

    Never raises: errors are answered and logged once.
    """
    data: Mapping[str, Any] = interaction.data if isinstance(interaction.data, dict) else {}
    action: Action | None
    if interaction.type is discord.InteractionType.modal_submit:
        action = custom_ids.parse_form(data.get("custom_id"))
    else:
        action = custom_ids.parse(data.get("custom_id"), data.get("component_type"), data.get("values"))
    if action is None:
        log.warning("A component that is none of ours was used (interaction %s)", interaction.id)
        await tell(interaction, FORGOTTEN)
        return
    try:
        await _act(interaction, action)
    except Exception as error:
        await report_error(interaction, error)


async def _act(interaction: Interaction, action: Action) -> None:
    own = is_own(interaction)
    match action:
        case ShowPage(token, index):
            if question := await recall(interaction, token, index):
                await (turn if own else answer)(interaction, question, index)
        case SharePage(token, index):
            if question := await recall(interaction, token, index):
                await share(interaction, question, index)
        case AskQuestion(token, apart):
            question = await recall(interaction, token)
            if question and question.command in ACTIONS:
                await ACTIONS[question.command](interaction, question)
            elif question:
                await (turn if own and not apart else answer)(interaction, question)
        case ShowPassage(statement):
            await answer(interaction, Question("statement", {"id": statement}, interaction.client.today()))
        case ShowAlert(alert, start):
            await show_alert(interaction, alert, start, in_place=own)
        case ShowPosted(channel, name, day, start, apart):
            await show_posted(interaction, channel, name, day, start, in_place=own and not apart)
        case ShowPreviewed(token, start, apart):
            await show_previewed(interaction, token, start, in_place=own and not apart)
        case StopFollow(where, number):
            await stop_chosen(interaction, where, number)
        case ForgetPerson():
            await forget(interaction)
        case ReloadAnyway():
            await reload_records(interaction, force=True)
        case Review():
            await take_step(interaction, action)
        case PasteText():
            await ingest_pasted(interaction)


def is_own(interaction: Interaction) -> bool:
    """Whether the clicked message is the clicker's own answer, so that it may be turned without moving others' view."""
    message = interaction.message
    if message is None:
        return False
    if message.flags.ephemeral or interaction.guild_id is None:
        return True
    asked = message.interaction_metadata
    return asked is not None and asked.user.id == interaction.user.id
