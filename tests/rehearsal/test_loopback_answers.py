"""What people get from a real client over the loopback."""

import pytest

from bot.rehearsal.options import PersonError
from bot.rehearsal.service import LoopbackDiscord


async def test_a_plain_answer_arrives_with_every_option_in_its_type(service, bot):
    reply = await service.slash(
        "member", "press-desk", "plain", {"words": "12", "times": 3, "loud": True, "other-country": "KP"}
    )
    assert reply.text == "'12' 3 True 'KP' by member"
    assert reply.kind == 4
    assert not reply.deferred
    assert not reply.ephemeral
    assert 0 < reply.first_ms < 3000
    assert service.breaches == []


async def test_a_deferred_answer_settles_when_it_is_edited_in(service, bot):
    reply = await (await service.slash("member", "press-desk", "slow")).settled(5)
    assert reply.deferred
    assert reply.ephemeral
    assert reply.message["content"] == "at last"
    assert reply.message["flags"] == 64
    assert service.breaches == []
