"""/privacy: shows a person the data about them, and deletes it."""

from __future__ import annotations

import logging

from bot.chat.interaction import Interaction
from bot.chat.render.privacy import draw_forgotten, draw_records
from bot.chat.responses import begin_privately, edit_answer, note_done
from bot.state.personal_data import PersonalRecords

log = logging.getLogger(__name__)


async def show_records(interaction: Interaction, *, asks_to_forget: bool) -> None:
    """Answer /privacy show; with `asks_to_forget` a button to confirm stands below."""
    client = interaction.client
    with client.under_way():
        await begin_privately(interaction)
        records = await client.state.personal.show(interaction.user.id)
        view = draw_records(records, await _name_scopes(interaction, records), asks_to_forget=asks_to_forget)
        await edit_answer(interaction, view)


async def forget(interaction: Interaction) -> None:
    """Delete what is held about the person who clicked, and say what that was."""
    client = interaction.client
    with client.under_way():
        await begin_privately(interaction)
        records = await client.state.personal.forget(interaction.user.id)
        # Not even the log says who it was.
        log.info("A person was forgotten on request")
        note_done(interaction, "The data about you are deleted.")
        view = draw_forgotten(records, await _name_scopes(interaction, records))
        await edit_answer(interaction, view)


async def _name_scopes(interaction: Interaction, records: PersonalRecords) -> dict[str, str]:
    scopes = {scope for scope, _, _ in records.follows} | {scope for _, scope in records.set_follows}
    return await interaction.client.service.describe_scopes(scopes)
