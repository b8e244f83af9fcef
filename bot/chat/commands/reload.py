"""/reload: admins check and compile the data anew, and see what changed."""

from __future__ import annotations

from bot.chat.commands.factory import slash_command
from bot.chat.handlers.reload import reload_records
from bot.chat.interaction import Interaction


@slash_command("reload")
async def reload(interaction: Interaction) -> None:
    """Answer /reload."""
    await reload_records(interaction, force=False)
