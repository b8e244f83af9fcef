"""Taking a document in: an attached file, pasted text or a link becomes one post with its drafts."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable

import discord

from bot.chat.errors import tell
from bot.chat.handlers.review_posts import post_document, propose_duplicates
from bot.chat.http_errors import CONNECTION_ERRORS
from bot.chat.interaction import Interaction
from bot.chat.permissions import is_editor
from bot.chat.render.review_forms import PASTED, draw_paste, read_values
from bot.chat.responses import defer, open_form
from bot.ingest.documents import DocumentError
from bot.ingest.documents.model import MAX_DOCUMENT_BYTES
from bot.ingest.fetching import FetchError
from bot.ingest.review.intake import Taken
from bot.ingest.review.model import ReviewError
from bot.ingest.review.service import ReviewService

log = logging.getLogger(__name__)

REFUSED = (
    "Only editors may take documents in and review drafts. Whoever runs Attaché can add you under ingest.editors in "
    "its settings."
)
MISSING = "Documents cannot be taken in here: whoever runs Attaché has not set that up."
BUSY = "A document is being read for this server. Try again when it is done."
LOST = "The file could not be had from Discord. Try again, or paste the text: /ingest without a file."
NOTHING = "This message holds no text, no file and no link."
_LINK = re.compile(r"https://[^\s<>]+")

Take = Callable[[ReviewService], Awaitable[Taken]]


async def ingest(interaction: Interaction, file: discord.Attachment | None, link: str | None) -> None:
    """Answer /ingest; with neither file nor link a form asks for the text."""
    if await find_service(interaction) is None:
        return
    if file and link:
        await tell(interaction, "Give a file or a link, one at a time.")
    elif file:
        await _take(interaction, _take_attachment(file))
    elif link:
        await _take(interaction, lambda service: service.take_link(link.strip()))
    else:
        await open_form(interaction, draw_paste())


async def ingest_message(interaction: Interaction, message: discord.Message) -> None:
    """Take in what a message holds: its file, or the one link that it is, or its text."""
    if await find_service(interaction) is None:
        return
    text = message.content.strip()
    link = _LINK.fullmatch(text.strip("<>"))
    if message.attachments:
        await _take(interaction, _take_attachment(message.attachments[0]))
    elif link:
        await _take(interaction, lambda service: service.take_link(link[0]))
    elif text:
        await _take(interaction, lambda service: service.take_file(text.encode(), "message.txt", "text/plain"))
    else:
        await tell(interaction, NOTHING)


async def ingest_pasted(interaction: Interaction) -> None:
    """Take in the text of a form."""
    if await find_service(interaction) is None:
        return
    data: object = interaction.data
    values = read_values(data.get("components")) if isinstance(data, dict) else {}
    text = "\n".join(part for name in PASTED if (part := values.get(name, "")).strip())
    await _take(interaction, lambda service: service.take_file(text.encode(), "pasted.txt", "text/plain"))


async def find_service(interaction: Interaction) -> ReviewService | None:
    """What documents are taken in with, where this person may; otherwise the person is told."""
    if not is_editor(interaction):
        log.warning("User %s in guild %s is no editor", interaction.user.id, interaction.guild_id)
        await tell(interaction, REFUSED)
        return None
    if interaction.client.review is None:
        await tell(interaction, MISSING)
    return interaction.client.review


def _take_attachment(file: discord.Attachment) -> Take:
    async def take(service: ReviewService) -> Taken:
        if file.size > MAX_DOCUMENT_BYTES:
            raise ReviewError(
                f"The file has {file.size / 2**20:,.1f} MB; at most {MAX_DOCUMENT_BYTES // 2**20} MB are read."
            )
        try:
            content = await file.read()
        except (discord.DiscordException, *CONNECTION_ERRORS) as error:
            raise ReviewError(LOST) from error
        return await service.take_file(content, file.filename, file.content_type)

    return take


async def _take(interaction: Interaction, take: Take) -> None:
    client = interaction.client
    service = client.review
    place = interaction.guild_id or interaction.user.id
    if service is None:
        return
    if place in client.taking_in:
        await tell(interaction, BUSY)
        return
    client.taking_in.add(place)
    try:
        with client.under_way():
            await defer(interaction, private=True)
            try:
                taken = await take(service)
            except (DocumentError, FetchError, ReviewError) as error:
                log.info("A document was not taken in for user %s: %s", interaction.user.id, type(error).__name__)
                await tell(interaction, str(error))
                return
            log.info(
                "%s was taken in by user %s: %d drafts", taken.file.id, interaction.user.id, len(taken.file.drafts)
            )
            file = await propose_duplicates(interaction, service, taken.file)
            await post_document(interaction, file, taken.warnings)
    finally:
        client.taking_in.discard(place)
