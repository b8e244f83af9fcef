"""/privacy: shows a person what is held about them, and deletes it."""

from __future__ import annotations

import logging

from bot.chat.handlers.answers import Interaction
from bot.chat.interaction import begin_privately
from bot.chat.render.privacy import draw_forgotten, draw_held
from bot.state.personal_data import PersonalRecords

log = logging.getLogger(__name__)


async def show_held(interaction: Interaction, *, asks_to_forget: bool) -> None:
    """Answer /privacy show; with `asks_to_forget` a button to confirm stands below."""
    client = interaction.client
    with client.under_way():
        await begin_privately(interaction)
        held = await client.state.personal.show(interaction.user.id)
        view = draw_held(held, await _name_scopes(interaction, held), asks_to_forget=asks_to_forget)
        await interaction.edit_original_response(view=view)


async def forget(interaction: Interaction) -> None:
    """Delete what is held about the person who clicked, and say what that was."""
    client = interaction.client
    with client.under_way():
        await begin_privately(interaction)
        held = await client.state.personal.forget(interaction.user.id)
        # Who it was is no longer held anywhere, the log included.
        log.info("A person was forgotten on request")
        view = draw_forgotten(held, await _name_scopes(interaction, held))
        await interaction.edit_original_response(view=view)


async def _name_scopes(interaction: Interaction, held: PersonalRecords) -> dict[str, str]:
    scopes = {scope for scope, _, _ in held.follows} | {scope for _, scope in held.set_follows}
    return await interaction.client.service.describe_scopes(scopes)
