"""The slash commands, one file each."""

from __future__ import annotations

from discord import app_commands

from bot.chat.commands.briefing import briefing
from bot.chat.commands.factory import SlashCommand
from bot.chat.commands.follow import follow
from bot.chat.commands.help import help as help_command
from bot.chat.commands.privacy import privacy
from bot.chat.commands.reload import reload
from bot.chat.commands.sources import sources
from bot.chat.commands.speaker import speaker
from bot.chat.commands.statement import statement
from bot.chat.commands.status import status
from bot.chat.commands.summary_by_country import summary_by_country
from bot.chat.commands.timeline import timeline
from bot.chat.commands.who_said import who_said

ALL: tuple[SlashCommand | app_commands.Group, ...] = (
    who_said, timeline, summary_by_country, speaker, statement, sources, briefing, follow, privacy, status,
    help_command, reload,
)  # fmt: skip
