"""The slash commands, one file each: what options a command has, and which handler answers it.

Names, descriptions and options come from the catalogue (bot/answers/catalogue.py); `factory.py` makes a command of
its function and checks that the two agree. `option_types.py` is the text of an option on its way in, with its
autocompletion; `tree.py` is the list of commands as Discord knows it.

May import: handlers and what those import. Nothing but the client imports it. Begin reading with `factory`. To add a
command, add it to the catalogue, copy a file such as `speaker.py`, and name it in ALL below.

    @slash_command("sources")
    async def sources(interaction: Interaction, publisher: str | None = None) -> None:
        await ask(interaction, "sources", publisher=publisher)
"""

from __future__ import annotations

from discord import app_commands

from bot.chat.commands.ask import ask
from bot.chat.commands.briefing import briefing
from bot.chat.commands.factory import SlashCommand
from bot.chat.commands.follow import follow
from bot.chat.commands.help import help as help_command
from bot.chat.commands.ingest import ingest, ingest_this, review
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
    ask, who_said, timeline, summary_by_country, speaker, statement, sources, briefing, follow, privacy, status,
    help_command, ingest, review, reload,
)  # fmt: skip
MENUS = (ingest_this,)
