"""discord.py's own waiting for Discord's rate limits, as far as a request that is cut off must know of it.

The library offers no public way to it: the private names `http._global_over` and `http._buckets` are used here and
nowhere else. pyproject.toml bounds the version, and tests/chat/delivery/test_rate_limits.py says what is relied on.
"""

from __future__ import annotations

import discord


def is_limited_globally(client: discord.Client) -> bool:
    """Whether all requests wait, because Discord limited the bot as a whole.

    The request that met the limit is the one that lets the others go on. Cut off meanwhile, it never would.
    """
    return not client.http._global_over.is_set()


def reopen_buckets(client: discord.Client) -> None:
    """Open the buckets that a request closed and, being cut off, left closed for good: full, with nobody on the way
    and no time at which they would open again.
    """
    for bucket in client.http._buckets.values():
        if bucket.remaining <= 0 and not bucket.outgoing and bucket.expires is None:
            bucket.reset()  # type: ignore[no-untyped-call]
