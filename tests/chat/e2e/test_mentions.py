"""Messages that mention the bot are answered in their channel; of all others it sees no word."""

import asyncio

from bot.chat.client import AttacheClient
from bot.rehearsal.loopback.messages import read_text
from bot.rehearsal.loopback.service import LoopbackDiscord

MEMBER, DESK = "member", "press-desk"


async def wait_for_reply(loopback: LoopbackDiscord, seconds: float = 3.0) -> list[str]:
    """What the bot has written in the channel, once it has written anything."""
    own = str(loopback.world.bot.id)
    for _ in range(int(seconds / 0.05)):
        written = [message for message in loopback.read_channel(DESK) if message["author"]["id"] == own]
        if written:
            return [read_text(message) for message in written]
        await asyncio.sleep(0.05)
    return []


async def test_a_mention_is_answered_in_its_channel_with_what_was_asked(
    client: AttacheClient, loopback: LoopbackDiscord
) -> None:
    await loopback.wait_for_commands()
    await loopback.write(MEMBER, DESK, "@Attaché who warned Russia?")
    (text,) = await wait_for_reply(loopback)
    assert "Asked by" in text
    assert "who warned Russia?" in text
    assert not loopback.breaches


async def test_a_message_that_mentions_nobody_gets_no_answer(client: AttacheClient, loopback: LoopbackDiscord) -> None:
    await loopback.wait_for_commands()
    await loopback.write(MEMBER, DESK, "who warned Russia?")
    assert await wait_for_reply(loopback, 0.5) == []
    assert client.intents.message_content is False
