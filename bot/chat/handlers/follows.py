"""/follow: starts, lists and ends the follows of a person or a channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.answers.model import Question
from bot.answers.options.entity_suggestions import Suggestion
from bot.answers.options.errors import Ambiguous, NotUnderstood, show
from bot.answers.options.scope import scope_text
from bot.chat.handlers.answers import prepare
from bot.chat.interaction import Interaction
from bot.chat.limits import MAX_SELECT_OPTIONS
from bot.chat.permissions import REFUSED, find_missing, may_manage
from bot.chat.render.follows import draw_follows, draw_offer
from bot.chat.render.notice import draw_notice
from bot.chat.responses import begin_privately, edit_answer, note_done
from bot.state.follows import Destination, Follow, TooManyError
from bot.store.errors import QueryTooSlow

ADD: Final = "follow add"
# All of them must fit one select, from which they are ended.
MAX_FOLLOWS: Final = MAX_SELECT_OPTIONS
NOTHING = "Nothing is followed here that you could end."

Where = Literal["here", "direct"]


@dataclass(frozen=True, slots=True)
class Followed:
    """One thing that is followed, with the name that a reader knows it by."""

    follow: Follow
    label: str
    where: Where


async def follow(interaction: Interaction, question: Question) -> None:
    """Answer /follow add; what was not understood is asked back as ever."""
    client = interaction.client
    with client.under_way():
        await begin_privately(interaction)
        try:
            wish = await client.service.read_wish(question)
        except (NotUnderstood, Ambiguous, QueryTooSlow):
            page = await prepare(interaction, question, 0)
            await edit_answer(interaction, page.view, page.files)
            return
        sentence = await _start(interaction, scope_text(wish.scope), wish.where)
        await edit_answer(interaction, draw_notice(sentence))


async def list_follows(interaction: Interaction) -> None:
    """Answer /follow list."""
    client = interaction.client
    with client.under_way():
        await begin_privately(interaction)
        followed = await _list(interaction)
        problems = {}
        for where in ("here", "direct"):
            newest = await client.state.alerts.find_newest(_find_place(interaction, where))
            problems[where] = newest.problem if newest and newest.state == "failed" else None
        groups = [(one.follow, one.label, one.where) for one in followed]
        view = draw_follows(groups, problems, server=interaction.guild_id is not None)
        await edit_answer(interaction, view)


async def stop_following(interaction: Interaction, what: str) -> None:
    """Answer /follow stop: end the one thing that is meant, or offer what there is."""
    with interaction.client.under_way():
        await begin_privately(interaction)
        followed = await _list_own(interaction)
        meant = [one for one in followed if what and what in (str(one.follow.id), one.label)]
        if not meant and what:
            meant = [one for one in followed if what.casefold() in one.label.casefold()]
        if len(meant) == 1:
            view = draw_notice(await _stop(interaction, meant[0].where, meant[0].follow.id))
        elif not followed:
            view = draw_notice(NOTHING)
        else:
            why = f"{show(what)} is nothing of what is followed." if what and not meant else ""
            offered = [(one.follow.id, one.label, one.where) for one in meant or followed]
            view = draw_offer(why or "What should end?", offered)
        await edit_answer(interaction, view)


async def stop_chosen(interaction: Interaction, where: Where, follow: int) -> None:
    """End what was chosen from a list that was offered, maybe long ago."""
    with interaction.client.under_way():
        await begin_privately(interaction)
        await edit_answer(interaction, draw_notice(await _stop(interaction, where, follow)))


async def suggest_followed(interaction: Interaction, typed: str) -> list[Suggestion]:
    """Offer what this person may end, as far as it fits what was typed."""
    folded = typed.casefold()
    return [
        Suggestion(f"{'Here' if one.where == 'here' else 'By direct message'}: {one.label}", str(one.follow.id))
        for one in await _list_own(interaction)
        if folded in one.label.casefold()
    ]


async def _start(interaction: Interaction, scope: str, where: Where) -> str:
    client = interaction.client
    if interaction.guild_id is None:
        where = "direct"
    here = where == "here"
    if here and not may_manage(interaction):
        return REFUSED
    if here and (missing := find_missing(interaction)):
        return f"I could not post here: I lack the permission {' and '.join(missing)} in this channel."
    place = _find_place(interaction, where)
    label = (await client.service.describe_scopes([scope]))[scope]
    whose = "This channel" if here else "You"
    try:
        fresh = await client.state.follows.start(
            place,
            scope,
            client.scheduler.clock.now(),
            most=MAX_FOLLOWS,
            guild=interaction.guild_id if here else None,
            set_by=interaction.user.id if here else None,
        )
    except TooManyError as error:
        return f"{whose} can follow {error.most} things at most. End one of them first: /follow stop."
    if not fresh:
        return f"{whose} already follow{'s' if here else ''} {label}."
    note_done(interaction, f"{whose} now follow{'s' if here else ''} {label}.")
    if here:
        return f"This channel follows {label} from now on. What a reload of the data brings on it is posted here."
    return (
        f"You follow {label} from now on. What a reload of the data brings on it I write to you by direct message;"
        " it ends by itself where yours are closed to me."
    )


async def _stop(interaction: Interaction, where: Where, follow: int) -> str:
    if where == "here" and not may_manage(interaction):
        return REFUSED
    client = interaction.client
    place = _find_place(interaction, where)
    meant = [one for one in await client.state.follows.list_of(place) if one.id == follow]
    if not meant or not await client.state.follows.stop(place, follow):
        return "That is not followed any more."
    note_done(interaction, "What was chosen is not followed any more.")
    label = (await client.service.describe_scopes([meant[0].scope]))[meant[0].scope]
    return f"{'This channel does' if where == 'here' else 'You do'} not follow {label} any more."


def _find_place(interaction: Interaction, where: str) -> Destination:
    if where == "here" and interaction.guild_id is not None and interaction.channel_id is not None:
        return Destination("channel", interaction.channel_id)
    return Destination("person", interaction.user.id)


async def _list(interaction: Interaction) -> list[Followed]:
    """What is followed in this channel, and by this person."""
    client = interaction.client
    places: Sequence[Where] = ("here", "direct") if interaction.guild_id is not None else ("direct",)
    found = [
        (follow, where)
        for where in places
        for follow in await client.state.follows.list_of(_find_place(interaction, where))
    ]
    labels = await client.service.describe_scopes({follow.scope for follow, _ in found})
    return [Followed(follow, labels[follow.scope], where) for follow, where in found]


async def _list_own(interaction: Interaction) -> list[Followed]:
    """What this person may end."""
    manages = may_manage(interaction)
    return [one for one in await _list(interaction) if one.where == "direct" or manages]
