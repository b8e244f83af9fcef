"""/briefing here, off, list and test: what the managers of a channel decide about its daily briefings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import discord

from bot.answers.briefing import ON_THIS_DAY, OPEN_QUESTIONS
from bot.answers.model import Question
from bot.answers.options.problems import Ambiguous, NotUnderstood, show
from bot.answers.options.suggestions import Suggestion
from bot.briefing.overview import describe, look_at
from bot.briefing.post import PassingError, PostError
from bot.chat.acting import begin_privately
from bot.chat.managers import find_missing, may_manage
from bot.chat.render.notice import draw_notice
from bot.chat.render.orders import draw_orders
from bot.chat.reply import Interaction
from bot.state.subscriptions import Order, Subscription

DEFAULT_NAME: Final = "daily"
HERE: Final = "briefing here"
REFUSED = "Only those who may manage this channel can decide about its briefings. /briefing preview is for everybody."
NOT_HERE = "Briefings are ordered in the channel of a server in which they should be posted."
IN_SETTINGS = "This briefing is ordered in the bot's settings, and can only be changed there."
NONE_HERE = "There is no briefing in this channel. /briefing here orders one."
# A person can put several into a channel by different names, but not bury it under them.
MOST_IN_CHANNEL = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """What Discord's own kinds of options say; None where an option was left out."""

    weekdays_only: bool | None = None
    nothing_new: bool | None = None
    on_this_day: bool | None = None
    open_questions: bool | None = None
    publish: bool | None = None
    ping: discord.Role | None = None


async def order_here(interaction: Interaction, texts: Mapping[str, str], wanted: Wanted) -> None:
    """Answer /briefing here: keep the order, and say when the first one comes."""
    client = interaction.client
    with client.under_way():
        await begin_privately(interaction)
        refusal = _refuse(interaction) or _find_obstacle(interaction, wanted)
        if refusal:
            await _say(interaction, refusal)
            return
        try:
            values = await client.desk.read_values(Question(HERE, texts, client.today()))
        except (NotUnderstood, Ambiguous) as error:
            await _say(interaction, str(error))
            return
        now = client.keeper.clock.now()
        channel = _channel(interaction)
        name = values.get("name", DEFAULT_NAME)
        before = await client.state.subscriptions.get(channel, name)
        if before is not None and before.order.origin == "settings":
            await _say(interaction, IN_SETTINGS)
            return
        if before is None and len(await _list_here(interaction)) >= MOST_IN_CHANNEL:
            await _say(interaction, f"This channel has {MOST_IN_CHANNEL} briefings already; end one of them first.")
            return
        kept = await client.state.subscriptions.put(_make_order(interaction, values, wanted), now)
        client.keeper.wake()
        sentences = describe(await look_at(client.state, kept, now))
        label = (await client.desk.describe_scopes([kept.order.scope]))[kept.order.scope]
        began = "Ordered" if before is None else "Changed"
        notes = _find_notes(interaction, wanted)
        await _say(interaction, " ".join([f"{began}: the briefing ‹{name}› on {label}.", *sentences, *notes]))


async def order_off(interaction: Interaction, name: str | None) -> None:
    """Answer /briefing off."""
    client = interaction.client
    with client.under_way():
        await begin_privately(interaction)
        refusal = _refuse(interaction)
        if refusal:
            await _say(interaction, refusal)
            return
        kept = await _choose(interaction, name)
        if kept is None:
            return
        if kept.order.origin == "settings":
            await _say(interaction, IN_SETTINGS)
            return
        await client.state.subscriptions.remove(kept.order.channel, kept.order.name)
        client.keeper.wake()
        await _say(interaction, f"Ended: the briefing ‹{kept.order.name}›. What was posted stays.")


async def list_orders(interaction: Interaction) -> None:
    """Answer /briefing list."""
    client = interaction.client
    with client.under_way():
        await begin_privately(interaction)
        if interaction.guild_id is None:
            await _say(interaction, NOT_HERE)
            return
        here = _channel(interaction)
        if not may_manage(interaction):
            await _say(interaction, REFUSED)
            return
        await _note_guild(interaction)
        every = await client.state.subscriptions.list_in_guild(interaction.guild_id)
        every.sort(key=lambda kept: (kept.order.channel != here, kept.order.channel, kept.order.name))
        now = client.keeper.clock.now()
        labels = await client.desk.describe_scopes({kept.order.scope for kept in every})
        views = [await look_at(client.state, kept, now) for kept in every]
        lines = [(view.kept.order, [f"{labels[view.kept.order.scope]}.", *describe(view)]) for view in views]
        await interaction.edit_original_response(view=draw_orders(lines))


async def order_test(interaction: Interaction, name: str | None) -> None:
    """Answer /briefing test: post it now, beside the ledger; where that goes well, one that was off goes on."""
    client = interaction.client
    with client.under_way():
        await begin_privately(interaction)
        refusal = _refuse(interaction)
        if refusal:
            await _say(interaction, refusal)
            return
        kept = await _choose(interaction, name)
        if kept is None:
            return
        try:
            await client.keeper.test(kept.order, interaction.id)
        except PassingError as error:
            await _say(interaction, f"Not posted: {error}. Try again in a minute.")
            return
        except PostError as error:
            await _say(interaction, f"Not posted, because {error}. As long as that is so, the daily one fails as well.")
            return
        again = ""
        if kept.off_because is not None:
            await client.state.subscriptions.put(kept.order, client.keeper.clock.now())
            client.keeper.wake()
            again = " It was switched off, and goes on now."
        await _say(interaction, f"Posted as a test. The daily one comes all the same.{again}")


async def suggest_orders(interaction: Interaction, typed: str) -> list[Suggestion]:
    """The names of this channel's briefings, as far as they fit what was typed."""
    if interaction.guild_id is None:
        return []
    names = [kept.order.name for kept in await _list_here(interaction)]
    return [Suggestion(name, name) for name in names if typed.casefold() in name]


def _make_order(interaction: Interaction, values: Mapping[str, str], wanted: Wanted) -> Order:
    settings = interaction.client.settings
    sections = ((wanted.on_this_day, ON_THIS_DAY), (wanted.open_questions, OPEN_QUESTIONS))
    return Order(
        channel=_channel(interaction),
        name=values.get("name", DEFAULT_NAME),
        at=values["time"],
        zone=values.get("timezone", settings.answers.timezone),
        guild=interaction.guild_id,
        weekdays_only=bool(wanted.weekdays_only),
        free_days=tuple(filter(None, values.get("holidays", "").split(","))),
        scope=values.get("scope", ""),
        sections=tuple(section for added, section in sections if added),
        language=values.get("language", settings.answers.language),
        when_nothing=wanted.nothing_new is not False,
        publish=bool(wanted.publish),
        role=wanted.ping.id if wanted.ping else None,
        set_by=interaction.user.id,
    )


async def _choose(interaction: Interaction, name: str | None) -> Subscription | None:
    """The briefing of this channel that is meant; None where the person has been told that none is."""
    here = await _list_here(interaction)
    wanted = "-".join(name.casefold().split()) if name else ""
    meant = [kept for kept in here if not wanted or kept.order.name == wanted]
    if len(meant) == 1:
        return meant[0]
    names = ", ".join(kept.order.name for kept in here)
    if not here:
        await _say(interaction, NONE_HERE)
    elif meant:
        await _say(interaction, f"This channel has several briefings: {names}. Say which one with name:.")
    else:
        await _say(interaction, f"This channel has no briefing called {show(name or '')}; it has {names}.")
    return None


async def _list_here(interaction: Interaction) -> list[Subscription]:
    every = await interaction.client.state.subscriptions.list_all()
    return [kept for kept in every if kept.order.channel == interaction.channel_id]


async def _note_guild(interaction: Interaction) -> None:
    """An order from the settings does not say in which server its channel lies; Discord does."""
    client = interaction.client
    for kept in await client.state.subscriptions.list_all():
        channel = client.get_channel(kept.order.channel)
        guild = getattr(channel, "guild", None)
        if kept.order.guild is None and guild is not None:
            await client.state.subscriptions.set_guild(kept.id, guild.id)


def _refuse(interaction: Interaction) -> str | None:
    if interaction.guild_id is None or interaction.channel_id is None:
        return NOT_HERE
    return None if may_manage(interaction) else REFUSED


def _find_obstacle(interaction: Interaction, wanted: Wanted) -> str | None:
    """What would keep the post out of the channel, told before anything is kept."""
    missing = find_missing(interaction)
    if missing:
        names = " and ".join(missing)
        return f"I could not post here: I lack the permission {names} in this channel. Grant it, and order again."
    if wanted.publish and not (isinstance(interaction.channel, discord.TextChannel) and interaction.channel.is_news()):
        return "publish: is for announcement channels, and this is none. Leave it out, and order again."
    if wanted.ping is not None and wanted.ping.is_default():
        return "I ping a role, and never everybody. Choose another role for ping:, and order again."
    return None


def _find_notes(interaction: Interaction, wanted: Wanted) -> list[str]:
    """What will not be as good as it could be."""
    own = interaction.app_permissions
    notes = []
    rest = own.create_public_threads and own.send_messages_in_threads
    if isinstance(interaction.channel, discord.TextChannel) and not (rest or own.administrator):
        notes.append(
            "I may not open threads here: what does not fit the post is left out until you grant me"
            " Create Public Threads and Send Messages in Threads."
        )
    if wanted.ping is not None and not (wanted.ping.mentionable or own.mention_everyone or own.administrator):
        notes.append("The role cannot be pinged by me: let anybody mention it, or grant me Mention Everyone.")
    return notes


def _channel(interaction: Interaction) -> int:
    if interaction.channel_id is None:
        raise TypeError("a command without a channel")
    return interaction.channel_id


async def _say(interaction: Interaction, text: str) -> None:
    text = re.sub(r"\s+", " ", text)
    await interaction.edit_original_response(view=draw_notice(text))
