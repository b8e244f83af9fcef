"""The post of a document under review: made once, renewed after each decision; and what of it is held already."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence

import discord

from bot.answers.near_statements import NearStatement, find_near_statements
from bot.chat.http_errors import CONNECTION_ERRORS, describe
from bot.chat.interaction import Interaction, ServingClient
from bot.chat.limits import MAX_NONCE_CHARACTERS
from bot.chat.render.layout import Colour, make_view
from bot.chat.render.markdown import say
from bot.chat.render.review_post import draw_post
from bot.chat.responses import edit_answer, note_done
from bot.ingest.review.edits import read_words
from bot.ingest.review.model import DraftFile, ReviewDraft, ReviewError
from bot.ingest.review.service import ReviewService

log = logging.getLogger(__name__)

_QUIET = discord.AllowedMentions.none()


async def propose_duplicates(interaction: Interaction, service: ReviewService, file: DraftFile) -> DraftFile:
    """Note in the drafts which statements held they may report: the same speaker with all of the words."""
    proposals: dict[str, str] = {}
    for draft in file.drafts:
        exact = [near for near in await find_near(interaction, draft) if near.is_same]
        if exact:
            proposals[draft.key] = exact[0].id
    if not proposals:
        return file
    try:
        await service.propose(file.id, proposals)
        return await service.read(file.id)
    except ReviewError as error:
        log.warning("What of %s is held already was not noted: %s", file.id, error)
        return file


async def find_near(interaction: Interaction, draft: ReviewDraft) -> list[NearStatement]:
    """The statements held that come nearest to a draft's words."""
    client = interaction.client
    speakers = draft.entry.get("speaker") or ()
    found = await find_near_statements(client.service, read_words(draft), speakers, client.today())
    return sorted(found, key=lambda near: near.id != draft.proposed)


async def post_document(interaction: Interaction, file: DraftFile, notes: Sequence[str] = ()) -> None:
    """Post a document in the review channel, or where it was asked; where that fails, the answer itself is the post."""
    client = interaction.client
    locale = client.settings.answers.language
    wanted = client.settings.ingest.channel
    channel = client.get_channel(wanted) if wanted else interaction.channel
    note_done(interaction, f"{file.id} was taken in; /review shows it.")
    why = "I do not know that channel" if wanted else "this channel takes no messages from me"
    if isinstance(channel, discord.abc.Messageable):
        try:
            # The same interaction gives the same nonce: a try whose answer was lost shows no second post.
            posted = await channel.send(
                view=draw_post(file, locale, notes),
                nonce=f"rv{interaction.id}"[:MAX_NONCE_CHARACTERS],
                allowed_mentions=_QUIET,
            )
        except (discord.DiscordException, *CONNECTION_ERRORS) as error:
            log.warning("The drafts of %s were not posted: %s", file.id, describe(error))
            why = "I may not post there" if isinstance(error, discord.Forbidden) else "Discord did not take the post"
        else:
            text = f"Posted for review: {posted.jump_url}"
            await edit_answer(interaction, make_view(discord.ui.TextDisplay(text), colour=Colour.FOUND))
            return
    where = f"<#{wanted}>" if wanted else "the channel"
    problem = discord.ui.TextDisplay[discord.ui.LayoutView](
        f"The drafts are made, and could not be posted in {where}: {say(why)}. Review them here, or with /review."
    )
    view = draw_post(file, locale, notes)
    for item in view.children:
        if isinstance(item, discord.ui.Container):
            item.add_item(problem)
    await edit_answer(interaction, view)


async def post_watched(client: ServingClient, file: DraftFile, notes: Sequence[str]) -> None:
    """Post a document of a watched source in the review channel. Raises what Discord answers; /review has it then."""
    wanted = client.settings.ingest.channel
    channel = client.get_channel(wanted) if wanted else None
    if not isinstance(channel, discord.abc.Messageable):
        raise LookupError(f"the review channel {wanted} is not known")
    # A try whose answer was lost shows no second post.
    nonce = f"rw{hashlib.sha256(file.id.encode()).hexdigest()}"[:MAX_NONCE_CHARACTERS]
    await channel.send(
        view=draw_post(file, client.settings.answers.language, notes), nonce=nonce, allowed_mentions=_QUIET
    )


async def renew_post(interaction: Interaction, file: DraftFile, post: int) -> None:
    """Bring a document's post up to date; that it is gone, or may not be edited, hinders nobody."""
    channel = interaction.channel
    if not post or not isinstance(channel, discord.abc.Messageable):
        return
    message = channel.get_partial_message(post) if hasattr(channel, "get_partial_message") else None
    if message is None:
        return
    try:
        view = draw_post(file, interaction.client.settings.answers.language)
        await message.edit(view=view, allowed_mentions=_QUIET)
    except (discord.DiscordException, *CONNECTION_ERRORS) as error:
        log.info("The post of %s was not renewed: %s", file.id, describe(error))
