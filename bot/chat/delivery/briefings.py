"""The chat port for briefings: sends messages, finds them after a crash, publishes, opens threads, writes to people."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

import aiohttp
import discord
from discord import ui

from bot.answers.briefing.compose import Briefing
from bot.chat import custom_ids
from bot.chat.delivery.rate_limits import is_limited_globally, reopen_buckets
from bot.chat.http_errors import describe
from bot.chat.limits import MAX_THREAD_NAME_CHARACTERS
from bot.chat.render.briefing import briefing_messages
from bot.chat.render.layout import frame, make_view
from bot.chat.render.markdown import escape
from bot.notifications.chat_port import MessageKey, PassingError, PostError, RefusedError, UnfitError
from bot.state.subscriptions import Order

log = logging.getLogger(__name__)

REQUEST_SECONDS = 20.0
SEARCH_SECONDS = 120.0
# Discord gives a hundred messages at a time: this is twenty requests in a channel where people write a lot.
MAX_SEARCHED_MESSAGES = 2_000

UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, UNKNOWN_GUILD = 10003, 10008, 10004
UNKNOWN_MEMBER, UNKNOWN_USER = 10007, 10013
ALREADY_PUBLISHED, THREAD_EXISTS, WRONG_CHANNEL_TYPE = 40033, 160004, 50024
# Errors that only people can mend, with the words in which they read of them.
REFUSALS: Mapping[int, str] = {
    UNKNOWN_CHANNEL: "the channel is gone",
    UNKNOWN_GUILD: "the server is gone",
    50001: "I may not see the channel",
    50013: "I lack a permission in the channel",
    50083: "the thread is archived",
    50008: "the channel takes no messages",
    WRONG_CHANNEL_TYPE: "the channel takes no messages of this kind",
}
# Direct messages are closed, or there is no such person.
UNREACHABLE = frozenset((50007, 50033, 10013, 50278))

_CHANNEL = re.compile(r"(<#\d+>)")

Result = TypeVar("Result")


class DiscordChatPort:
    """The way from briefings to Discord."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    def draw(self, briefing: Briefing, order: Order, *, test: bool = False) -> Sequence[ui.LayoutView]:
        """The messages of a briefing; a role that is pinged, and that it is a test, stand above the post itself."""
        # A test is not in the outbox, from which a button would read its statements.
        way = None if test else partial(custom_ids.posted, order.channel, order.name, briefing.request.day.isoformat())
        first, *rest = briefing_messages(briefing, way)
        above = ["-# A test: the daily briefing comes all the same."] if test else []
        if order.role:
            above.append(f"<@&{order.role}>")
        return [_put_above(first, above) if above else first, *rest]

    async def may_ping(self, order: Order) -> bool:
        """Whether who ordered it may still mention the role; whoever wrote the settings may."""
        channel = self._client.get_channel(order.channel)
        guild: Any = getattr(channel, "guild", None)
        role = guild.get_role(order.role) if guild and order.role else None
        if order.set_by is None or role is None or role.mentionable:
            return True
        member = await self._ask(lambda: guild.fetch_member(order.set_by), ignored=(UNKNOWN_MEMBER, UNKNOWN_USER))
        place = channel.parent if isinstance(channel, discord.Thread) else channel
        if member is None or not isinstance(place, discord.abc.GuildChannel):
            return False
        return place.permissions_for(member).mention_everyone

    async def send(self, place: int, message: Any, key: MessageKey, role: int | None) -> int:
        """Send a message that nobody but a role is pinged by; the same key shows it once."""
        view: ui.LayoutView = message
        # The component's id is a marker: it comes back in the channel's history, and readers do not see it.
        view.children[-1].id = key.marker
        roles = [discord.Object(role)] if role else False
        mentions = discord.AllowedMentions(everyone=False, users=False, roles=roles, replied_user=False)
        channel = self._client.get_partial_messageable(place)
        sent = await self._ask(lambda: channel.send(view=view, nonce=key.nonce, allowed_mentions=mentions))
        return sent.id

    async def find(self, place: int, keys: Collection[MessageKey], since: float) -> Mapping[MessageKey, int]:
        """Look through what was written in a place since then for messages of ours with these keys."""
        self._check_history(place)
        channel = self._client.get_partial_messageable(place)
        after = datetime.fromtimestamp(since, UTC)
        own = self._client.user.id if self._client.user else self._client.application_id
        by_mark = {key.marker: key for key in keys} | {key.nonce: key for key in keys}

        async def session() -> dict[MessageKey, int]:
            found: dict[MessageKey, int] = {}
            async for message in channel.history(limit=MAX_SEARCHED_MESSAGES, after=after, oldest_first=True):
                if message.author.id == own:
                    marks = [message.nonce, *(getattr(part, "id", None) for part in message.components)]
                    found |= {by_mark[mark]: message.id for mark in marks if mark in by_mark}
                    if len(found) == len(keys):
                        break
            return found

        return await self._ask(session, seconds=SEARCH_SECONDS)

    async def publish(self, channel: int, message: int) -> None:
        """Publish a message; one that is published already, or cannot be in such a channel, stays as it is."""
        posted = self._client.get_partial_messageable(channel).get_partial_message(message)
        await self._ask(posted.publish, ignored=(ALREADY_PUBLISHED, WRONG_CHANNEL_TYPE))

    async def open_thread(self, channel: int, message: int, name: str) -> int:
        """The thread under a message; within a thread, and where there can be none, the channel itself."""
        place = self._client.get_channel(channel)
        if place is not None and not isinstance(place, discord.TextChannel):
            return channel
        route = discord.http.Route(
            "POST", "/channels/{channel_id}/messages/{message_id}/threads", channel_id=channel, message_id=message
        )
        body = {"name": name[:MAX_THREAD_NAME_CHARACTERS], "auto_archive_duration": 1440}

        async def ask() -> int:
            # The library opens threads only in cached channels. A thread has the id of its message.
            try:
                await self._client.http.request(route, json=body)
            except discord.HTTPException as error:
                # An archived thread is not cached, so the channel was not known to be one.
                if error.code == WRONG_CHANNEL_TYPE:
                    return channel
                if error.code != THREAD_EXISTS:
                    raise
            return message

        return int(await self._ask(ask))

    async def tell(self, order: Order, text: str) -> bool:
        """Write to who ordered the briefing, or else to the owner of the server; False where neither can be reached."""
        channel = self._client.get_channel(order.channel)
        guild = getattr(channel, "guild", None) or (self._client.get_guild(order.guild) if order.guild else None)
        people = [person for person in (order.set_by, guild.owner_id if guild else None) if person]
        for person in dict.fromkeys(people):
            try:
                await self._ask(partial(self._write_to, person, text))
            except PassingError:
                raise
            except PostError as error:
                log.info("User %s cannot be told: %s", person, error)
            else:
                return True
        return False

    async def _write_to(self, person: int, text: str) -> None:
        direct = await self._client.create_dm(discord.Object(person))
        view = make_view(ui.TextDisplay(_escape_but_channels(text)))
        await direct.send(view=view, allowed_mentions=discord.AllowedMentions.none())

    async def _ask(
        self, request: Callable[[], Awaitable[Result]], ignored: Collection[int] = (), seconds: float | None = None
    ) -> Result | Any:
        """Make a request of Discord in bounded time, with its errors as ours; an `ignored` code gives None."""
        try:
            return await self._bound(request, seconds or REQUEST_SECONDS)
        except discord.RateLimited as error:
            raise PassingError("Discord asks to wait", error.retry_after) from error
        except discord.HTTPException as error:
            if error.code in ignored:
                return None
            raise _translate(error) from error
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise PassingError(f"Discord could not be reached ({describe(error)})") from error

    def _check_history(self, place: int) -> None:
        """Raise RefusedError without Read Message History: Discord then gives an empty list in place of an error."""
        channel = self._client.get_channel(place)
        if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            return
        if not channel.permissions_for(channel.guild.me).read_message_history:
            raise RefusedError("I may not read the message history, so I cannot tell whether it is posted already")

    async def _bound(self, request: Callable[[], Awaitable[Result]], seconds: float) -> Result:
        task = asyncio.ensure_future(request())
        try:
            while True:
                done, _ = await asyncio.wait({task}, timeout=seconds)
                if done:
                    return task.result()
                if not is_limited_globally(self._client):
                    raise TimeoutError
        finally:
            if not task.done():
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                reopen_buckets(self._client)


def _translate(error: discord.HTTPException) -> PostError:
    # A refused token, and an error page without a code, say nothing about the channel.
    if error.status in (401, 429) or error.status >= 500 or not error.code:
        return PassingError(f"Discord answered {error.status}")
    if error.code in REFUSALS:
        return RefusedError(REFUSALS[error.code])
    if error.code in UNREACHABLE:
        return RefusedError("direct messages are closed to me")
    log.error("Discord does not take a message of ours: %s", error)
    return UnfitError(f"Discord does not take the message (code {error.code})")


def _put_above(view: ui.LayoutView, lines: Sequence[str]) -> ui.LayoutView:
    return frame(ui.TextDisplay("\n".join(lines)), *view.children)


def _escape_but_channels(text: str) -> str:
    """Escape a text of ours but for the channels that it names."""
    pieces = _CHANNEL.split(text)
    return "".join(piece if number % 2 else escape(piece) for number, piece in enumerate(pieces))
