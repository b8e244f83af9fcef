"""/briefing here, off, list and test: what the managers of a channel decide about its daily briefings."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final

import discord

from bot.answers.briefing.compose import SECTIONS
from bot.answers.model import Answer, Choice, Question
from bot.answers.options.briefing_order import NO, YES
from bot.answers.options.entity_suggestions import Suggestion
from bot.answers.options.errors import Ambiguous, NotUnderstood, show
from bot.chat.handlers.answers import draw_answer, prepare
from bot.chat.interaction import Interaction
from bot.chat.permissions import find_missing, may_manage
from bot.chat.render.briefing_orders import draw_orders
from bot.chat.render.notice import draw_notice
from bot.chat.responses import begin_privately, edit_answer, note_done
from bot.notifications.chat_port import PassingError, PostError
from bot.notifications.order_status import collect_status, describe
from bot.state.subscriptions import Order, Subscription

DEFAULT_NAME: Final = "daily"
HERE: Final = "briefing here"
OFF: Final = "briefing off"
TEST: Final = "briefing test"
REFUSED = "Only those who may manage this channel can decide about its briefings. /briefing preview is for everybody."
NOT_HERE = "Briefings are ordered in the channel of a server in which they should be posted."
IN_SETTINGS = "This briefing is ordered in the bot's settings, and can only be changed there."
NONE_HERE = "There is no briefing in this channel. /briefing here orders one."
# A person can put several into a channel by different names, but not bury it under them.
MAX_IN_CHANNEL = 10


async def order_here(interaction: Interaction, question: Question) -> None:
    """Answer /briefing here: keep the order and say when the first one comes; what is unclear is asked back."""
    client = interaction.client
    with client.under_way():
        await begin_privately(interaction)
        refusal = _refuse(interaction)
        if refusal:
            await _say(interaction, refusal)
            return
        try:
            values = await client.service.read_values(question)
        except (NotUnderstood, Ambiguous):
            page = await prepare(interaction, question, 0)
            await edit_answer(interaction, page.view, page.files)
            return
        await _say(interaction, _find_obstacle(interaction, values) or await _keep(interaction, values))


async def _keep(interaction: Interaction, values: Mapping[str, str]) -> str:
    """Keep an order; gives what is to be said about it."""
    client = interaction.client
    now = client.scheduler.clock.now()
    name = values.get("name", DEFAULT_NAME)
    before = await client.state.subscriptions.get(_channel(interaction), name)
    if before is not None and before.order.origin == "settings":
        return IN_SETTINGS
    if before is None and len(await _list_here(interaction)) >= MAX_IN_CHANNEL:
        return f"This channel has {MAX_IN_CHANNEL} briefings already; end one of them first."
    sub = await client.state.subscriptions.put(_make_order(interaction, values), now)
    note_done(interaction, f"The briefing ‹{sub.order.name}› was ordered.")
    client.scheduler.wake()
    sentences = describe(await collect_status(client.state, sub, now))
    scope = sub.order.scope
    label = (await client.service.describe_scopes([scope]))[scope] if scope else "everything"
    began = "Ordered" if before is None else "Changed"
    notes = _find_notes(interaction, values)
    return " ".join([f"{began}: the briefing ‹{name}› on {label}.", *sentences, *notes])


async def order_off(interaction: Interaction, question: Question) -> None:
    """Answer /briefing off."""

    async def end(sub: Subscription) -> str:
        if sub.order.origin == "settings":
            return IN_SETTINGS
        await interaction.client.state.subscriptions.remove(sub.order.channel, sub.order.name)
        note_done(interaction, f"The briefing ‹{sub.order.name}› was ended.")
        interaction.client.scheduler.wake()
        return f"Ended: the briefing ‹{sub.order.name}›. What was posted stays."

    await _act_on_one(interaction, question, end)


async def order_test(interaction: Interaction, question: Question) -> None:
    """Answer /briefing test: post it now, beside the ledger; where that goes well, one that was off goes on."""
    client = interaction.client

    async def post(sub: Subscription) -> str:
        try:
            await client.scheduler.test(sub.order, interaction.id)
        except PassingError as error:
            return f"Not posted: {error}. Try again in a minute."
        except PostError as error:
            return f"Not posted, because {error}. As long as that is so, the daily one fails as well."
        note_done(interaction, "The briefing was posted as a test.")
        if sub.off_because is None:
            return "Posted as a test. The daily one comes all the same."
        await client.state.subscriptions.put(sub.order, client.scheduler.clock.now())
        client.scheduler.wake()
        return "Posted as a test. The daily one comes all the same. It was switched off, and goes on now."

    await _act_on_one(interaction, question, post)


async def _act_on_one(
    interaction: Interaction, question: Question, act: Callable[[Subscription], Awaitable[str]]
) -> None:
    """Do something with the one briefing of this channel that is meant, and say what became of it."""
    with interaction.client.under_way():
        await begin_privately(interaction)
        refusal = _refuse(interaction)
        if refusal:
            await _say(interaction, refusal)
            return
        here = await _list_here(interaction)
        name = "-".join(question.options.get("name", "").casefold().split())
        meant = [sub for sub in here if not name or sub.order.name == name]
        if len(meant) == 1:
            await _say(interaction, await act(meant[0]))
        elif not here:
            await _say(interaction, NONE_HERE)
        else:
            await _ask_back(interaction, question, here)


async def _ask_back(interaction: Interaction, question: Question, here: Sequence[Subscription]) -> None:
    """Offer the briefings of this channel, where it is not clear which one is meant."""
    names = [sub.order.name for sub in here]
    typed = question.options.get("name")
    title = f"This channel has no briefing called {show(typed)}; it has {', '.join(names)}." if typed else (
        f"This channel has several briefings: {', '.join(names)}. Which one?"
    )  # fmt: skip
    choices = tuple(Choice(name, "name", name) for name in names)
    page = await draw_answer(interaction.client, Answer(question, "ambiguous", title, choices=choices), 0)
    await edit_answer(interaction, page.view, page.files)


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
        every.sort(key=lambda sub: (sub.order.channel != here, sub.order.channel, sub.order.name))
        now = client.scheduler.clock.now()
        labels = await client.service.describe_scopes({sub.order.scope for sub in every})
        views = [await collect_status(client.state, sub, now) for sub in every]
        orders = [view.subscription.order for view in views]
        lines = [(one, [f"{labels[one.scope]}.", *describe(view)]) for one, view in zip(orders, views, strict=True)]
        await edit_answer(interaction, draw_orders(lines))


async def suggest_orders(interaction: Interaction, typed: str) -> list[Suggestion]:
    """The names of this channel's briefings, as far as they fit what was typed."""
    if interaction.guild_id is None:
        return []
    names = [sub.order.name for sub in await _list_here(interaction)]
    return [Suggestion(name, name) for name in names if typed.casefold() in name]


def _make_order(interaction: Interaction, values: Mapping[str, str]) -> Order:
    settings = interaction.client.settings
    return Order(
        channel=_channel(interaction),
        name=values.get("name", DEFAULT_NAME),
        at=values["time"],
        zone=values.get("timezone", settings.answers.timezone),
        guild=interaction.guild_id,
        weekdays_only=values.get("weekdays-only") == YES,
        free_days=tuple(filter(None, values.get("holidays", "").split(","))),
        scope=values.get("scope", ""),
        sections=tuple(section for section in SECTIONS if values.get(section) == YES),
        language=values.get("language", settings.answers.language),
        when_nothing=values.get("nothing-new") != NO,
        publish=values.get("publish") == YES,
        role=int(values["ping"]) if "ping" in values else None,
        set_by=interaction.user.id,
    )


async def _list_here(interaction: Interaction) -> list[Subscription]:
    every = await interaction.client.state.subscriptions.list_all()
    return [sub for sub in every if sub.order.channel == interaction.channel_id]


async def _note_guild(interaction: Interaction) -> None:
    """An order from the settings does not say in which server its channel lies; Discord does."""
    client = interaction.client
    for sub in await client.state.subscriptions.list_all():
        channel = client.get_channel(sub.order.channel)
        guild = getattr(channel, "guild", None)
        if sub.order.guild is None and guild is not None:
            await client.state.subscriptions.set_guild(sub.id, guild.id)


def _refuse(interaction: Interaction) -> str | None:
    if interaction.guild_id is None or interaction.channel_id is None:
        return NOT_HERE
    return None if may_manage(interaction) else REFUSED


def _find_obstacle(interaction: Interaction, values: Mapping[str, str]) -> str | None:
    """What would keep the post out of the channel, told before anything is kept."""
    missing = find_missing(interaction)
    if missing:
        names = " and ".join(missing)
        return f"I could not post here: I lack the permission {names} in this channel. Grant it, and order again."
    if values.get("publish") == YES and not (
        isinstance(interaction.channel, discord.TextChannel) and interaction.channel.is_news()
    ):
        return "publish: is for announcement channels, and this is none. Leave it out, and order again."
    if "ping" in values:
        role = _find_role(interaction, values)
        if role is None:
            return "The role of ping: is not there any more. Choose another one, and order again."
        if role.is_default():
            return "I ping a role, and never everybody. Choose another role for ping:, and order again."
        own = interaction.permissions
        if not (role.mentionable or own.mention_everyone or own.administrator):
            return "You may not mention this role yourself, so I do not ping it for you. Choose another one for ping:."
    return None


def _find_notes(interaction: Interaction, values: Mapping[str, str]) -> list[str]:
    """What will not be as good as it could be."""
    own = interaction.app_permissions
    notes = []
    rest = own.create_public_threads and own.send_messages_in_threads
    if isinstance(interaction.channel, discord.TextChannel) and not (rest or own.administrator):
        notes.append(
            "I may not open threads here: what does not fit the post is left out until you grant me"
            " Create Public Threads and Send Messages in Threads."
        )
    role = _find_role(interaction, values)
    if role is not None and not (role.mentionable or own.mention_everyone or own.administrator):
        notes.append("The role cannot be pinged by me: let anybody mention it, or grant me Mention Everyone.")
    return notes


def _find_role(interaction: Interaction, values: Mapping[str, str]) -> discord.Role | None:
    guild = interaction.guild
    return guild.get_role(int(values["ping"])) if guild is not None and "ping" in values else None


def _channel(interaction: Interaction) -> int:
    if interaction.channel_id is None:
        raise TypeError("a command without a channel")
    return interaction.channel_id


async def _say(interaction: Interaction, text: str) -> None:
    text = re.sub(r"\s+", " ", text)
    await edit_answer(interaction, draw_notice(text))
