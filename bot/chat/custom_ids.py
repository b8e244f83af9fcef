"""The custom_ids of buttons and selects: written by the renderer, parsed when somebody clicks; ≤ 100 characters."""

from __future__ import annotations

from typing import Final

_TOKEN: Final = r"(?P<token>[A-Za-z0-9_-]{10})"  # noqa: S105 names a question, opens nothing

PAGE: Final = rf"page:{_TOKEN}:(?P<index>\d{{1,6}})[bn]"
SHARE: Final = rf"share:{_TOKEN}:(?P<index>\d{{1,6}})"
ASK: Final = rf"ask:{_TOKEN}:(?P<place>here|apart):\d{{1,3}}"
CHOOSE: Final = r"choose"
ALERT: Final = r"alert:(?P<id>\d{1,15}):(?P<start>\d{1,4})"
_START: Final = r"(?P<start>\d{1,6})(?P<apart>n?)"
POSTED: Final = (
    rf"posted:(?P<channel>\d{{1,20}}):(?P<name>[a-z0-9][a-z0-9-]{{0,31}}):(?P<day>\d{{4}}-\d\d-\d\d):{_START}"
)
PREVIEWED: Final = rf"previewed:{_TOKEN}:{_START}"
UNFOLLOW: Final = r"unfollow:(?P<where>here|direct)"
FORGET: Final = r"forget"
PASSAGE: Final = r"passage:(?P<id>[a-z0-9-]{1,64}):\d{1,3}"


def page(token: str, index: int, *, back: bool) -> str:
    """Show page `index`. The last letter keeps two buttons apart that would lead to the same page."""
    return f"page:{token}:{index}{'b' if back else 'n'}"


def share(token: str, index: int) -> str:
    """Post page `index` in the channel."""
    return f"share:{token}:{index}"


def ask(token: str, n: int, *, apart: bool) -> str:
    """Ask the question behind the token: in this message's place, or `apart` in a new private one; `n` as below."""
    return f"ask:{token}:{'apart' if apart else 'here'}:{n}"


def passage(statement: str, n: int) -> str:
    """Open a statement; `n` tells apart two buttons of one message."""
    return f"passage:{statement}:{n}"


def alert(identity: int, start: int) -> str:
    """Show the statements of an alert from number `start` (0 is the first) on."""
    return f"alert:{identity}:{start}"


def posted(channel: int, name: str, day: str, start: int) -> str:
    """Show the statements of a briefing that was posted, from number `start` (0 is the first) on; `day` is ISO."""
    return f"posted:{channel}:{name}:{day}:{start}"


def previewed(token: str, start: int) -> str:
    """Show the statements of the preview that the token's question asks for, from number `start` on."""
    return f"previewed:{token}:{start}"


def apart(rest: str) -> str:
    """The same as posted() or previewed(), in a new message: the clicked one holds what is to stay."""
    return f"{rest}n"


def unfollow(where: str) -> str:
    """End what is chosen of what is followed `here` or by `direct` message."""
    return f"unfollow:{where}"
