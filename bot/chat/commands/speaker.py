"""/speaker: who is this, and what did they say?"""

from __future__ import annotations

from bot.chat.commands.factory import ask, slash_command
from bot.chat.interaction import Interaction


@slash_command("speaker")
async def speaker(
    interaction: Interaction,
    name: str,
) -> None:
    """Answer /speaker."""
    await ask(interaction, "speaker", name=name)
