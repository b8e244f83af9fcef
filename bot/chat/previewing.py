"""Shows a briefing to the one who asks for it: the glance as the answer, the rest in messages that follow."""

from __future__ import annotations

from typing import Final

from bot.answers.model import Question
from bot.answers.options.problems import Ambiguous, NotUnderstood
from bot.chat.render.briefing import briefing_messages
from bot.chat.reply import Interaction, prepare
from bot.store.errors import QueryTooSlow

PREVIEW: Final = "briefing preview"


async def preview(interaction: Interaction, question: Question) -> None:
    """Answer privately, whatever the settings say of other answers; what was not understood is answered as ever."""
    client = interaction.client
    private = interaction.guild_id is not None
    with client.under_way():
        await interaction.response.defer(ephemeral=private, thinking=True)
        try:
            briefing = await client.desk.preview(question)
        except (NotUnderstood, Ambiguous, QueryTooSlow):
            drawn = await prepare(client, question, 0)
            await interaction.edit_original_response(view=drawn.view, attachments=list(drawn.files))
            return
        first, *rest = briefing_messages(briefing)
        await interaction.edit_original_response(view=first)
        for view in rest:
            await interaction.followup.send(view=view, ephemeral=private)
