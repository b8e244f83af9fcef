"""The custom_ids of buttons and selects: written by the renderer, parsed when somebody clicks; ≤ 100 characters.

What comes in with a click is taken to be forged: parse() is the only reader of custom_ids and of a select's values,
and gives None for whatever the functions below could not have written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from bot.chat.limits import MAX_SNOWFLAKE

BUTTON, SELECT = 2, 3  # Discord's types of components

# A token names a stored question; it opens nothing.
_TOKEN: Final = r"(?P<token>[A-Za-z0-9_-]{10})"  # noqa: S105
_START: Final = r"(?P<start>[0-9]{1,6})(?P<apart>n?)"
CHOOSE: Final = "choose"

ReviewAct = Literal[
    "open", "list sure", "approve listed", "approve", "next", "back", "edit", "list decided", "refuse", "merge", "undo",
    "post", "edited", "named",
]  # fmt: skip
FORGET: Final = "forget"
RELOAD: Final = "reload:anyway"


@dataclass(frozen=True, slots=True)
class ShowPage:
    """Show page `index` of the question behind the token."""

    token: str
    index: int


@dataclass(frozen=True, slots=True)
class SharePage:
    """Post page `index` in the channel."""

    token: str
    index: int


@dataclass(frozen=True, slots=True)
class AskQuestion:
    """Ask the question behind the token, in the message's place or apart."""

    token: str
    apart: bool


@dataclass(frozen=True, slots=True)
class ShowPassage:
    """Open a statement with its passages."""

    statement: str


@dataclass(frozen=True, slots=True)
class ShowAlert:
    """Show the statements of an alert from number `start` (0 is the first) on."""

    alert: int
    start: int


@dataclass(frozen=True, slots=True)
class ShowPosted:
    """Show the statements of a posted briefing from number `start` on."""

    channel: int
    name: str
    day: date
    start: int
    apart: bool


@dataclass(frozen=True, slots=True)
class ShowPreviewed:
    """Show the statements of a preview from number `start` on."""

    token: str
    start: int
    apart: bool


@dataclass(frozen=True, slots=True)
class StopFollow:
    """End a follow, chosen from a list."""

    where: Literal["here", "direct"]
    follow: int


@dataclass(frozen=True, slots=True)
class ForgetPerson:
    """Delete the data about who clicks."""


@dataclass(frozen=True, slots=True)
class ReloadAnyway:
    """Reload the records, though many statements go."""


@dataclass(frozen=True, slots=True)
class PasteText:
    """Take in the text that was pasted into a form."""


@dataclass(frozen=True, slots=True)
class Review:
    """A step of the review of a document's drafts.

    act      what to do, see ReviewAct
    source   the document; `key` and `version` the draft as it was shown, or for a batch the digest of what was listed
    post     the message in the channel that stands for the document; 0 where there is none
    chosen   what was chosen of a select
    """

    act: ReviewAct
    source: str
    key: str = "-"
    version: int = 0
    post: int = 0
    chosen: str = ""


Action = (
    PasteText
    | Review
    | ShowPage
    | SharePage
    | AskQuestion
    | ShowPassage
    | ShowAlert
    | ShowPosted
    | ShowPreviewed
    | StopFollow
    | ForgetPerson
    | ReloadAnyway
)

_ACTS: Final[Mapping[str, ReviewAct]] = {
    "o": "open", "s": "list sure", "c": "approve listed", "a": "approve", "n": "next", "b": "back", "e": "edit",
    "u": "list decided", "x": "refuse", "m": "merge", "t": "undo", "p": "post", "f": "edited", "i": "named",
}  # fmt: skip
_LETTERS: Final = {act: letter for letter, act in _ACTS.items()}
_FORMS: Final = "fi"
_CHOICES: Final = "xmtp"
_REVIEW: Final = (
    r"rv:(?P<act>[{acts}]):(?P<source>[a-z0-9-]{{1,64}}):(?P<key>[a-z0-9-]{{1,8}})"
    r":(?P<version>[0-9a-z]{{1,5}}):(?P<post>[0-9a-z]{{1,13}})"
)
PASTE: Final = "ingest:paste"

_Fields = Mapping[str, str]


def _make_review(given: _Fields) -> Review:
    post = int(given["post"], 36)
    if post > MAX_SNOWFLAKE:
        raise ValueError(f"{post} is no id")
    chosen = given.get("chosen", "")
    return Review(_ACTS[given["act"]], given["source"], given["key"], int(given["version"], 36), post, chosen)


_BUTTONS: Final[tuple[tuple[re.Pattern[str], Callable[[_Fields], Action]], ...]] = (
    (
        re.compile(rf"page:{_TOKEN}:(?P<index>[0-9]{{1,6}})[bn]"),
        lambda given: ShowPage(given["token"], int(given["index"])),
    ),
    (
        re.compile(rf"share:{_TOKEN}:(?P<index>[0-9]{{1,6}})"),
        lambda given: SharePage(given["token"], int(given["index"])),
    ),
    (
        re.compile(rf"ask:{_TOKEN}:(?P<place>here|apart):[0-9]{{1,3}}"),
        lambda given: AskQuestion(given["token"], given["place"] == "apart"),
    ),
    (
        re.compile(r"passage:(?P<id>[a-z0-9-]{1,64}):[0-9]{1,3}"),
        lambda given: ShowPassage(given["id"]),
    ),
    (
        re.compile(r"alert:(?P<id>[0-9]{1,15}):(?P<start>[0-9]{1,4})"),
        lambda given: ShowAlert(int(given["id"]), int(given["start"])),
    ),
    (
        re.compile(
            r"posted:(?P<channel>[0-9]{1,20}):(?P<name>[a-z0-9][a-z0-9-]{0,31})"
            rf":(?P<day>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}):{_START}"
        ),
        lambda given: ShowPosted(
            _parse_snowflake(given["channel"]),
            given["name"],
            date.fromisoformat(given["day"]),
            int(given["start"]),
            bool(given["apart"]),
        ),
    ),
    (
        re.compile(rf"previewed:{_TOKEN}:{_START}"),
        lambda given: ShowPreviewed(given["token"], int(given["start"]), bool(given["apart"])),
    ),
    (re.compile(_REVIEW.format(acts="oscanbeu")), _make_review),
    (re.compile(FORGET), lambda given: ForgetPerson()),  # noqa: ARG005 all of them are called alike
    (re.compile(RELOAD), lambda given: ReloadAnyway()),  # noqa: ARG005
)
_SELECTS: Final[tuple[tuple[re.Pattern[str], re.Pattern[str], Callable[[_Fields], Action]], ...]] = (
    (re.compile(_REVIEW.format(acts=_CHOICES)), re.compile(r"(?P<chosen>[a-z0-9?.-]{1,80})"), _make_review),
    (re.compile(CHOOSE), re.compile(_TOKEN), lambda given: AskQuestion(given["token"], apart=False)),
    (
        re.compile(r"unfollow:(?P<where>here|direct)"),
        re.compile(r"(?P<follow>[0-9]{1,19})"),
        lambda given: StopFollow("here" if given["where"] == "here" else "direct", _parse_snowflake(given["follow"])),
    ),
)


def parse(custom_id: object, component_type: object, values: object = None) -> Action | None:
    """What a click asks for, from the parts of the interaction as they came; None where it is nothing of ours.

    `component_type` is Discord's number of the component's kind, `values` what was chosen of a select: exactly one.
    """
    if not isinstance(custom_id, str):
        return None
    try:
        if component_type == BUTTON:
            for pattern, make in _BUTTONS:
                if found := pattern.fullmatch(custom_id):
                    return make(found.groupdict())
        if component_type == SELECT and isinstance(values, list) and len(values) == 1 and isinstance(values[0], str):
            for pattern, choice, make in _SELECTS:
                if (found := pattern.fullmatch(custom_id)) and (chosen := choice.fullmatch(values[0])):
                    return make(found.groupdict() | chosen.groupdict())
    except ValueError:  # a day that no calendar has, a number that no id can be
        return None
    return None


def parse_form(custom_id: object) -> Action | None:
    """What a form that was sent off is for; None where it is none of ours."""
    if custom_id == PASTE:
        return PasteText()
    found = re.fullmatch(_REVIEW.format(acts=_FORMS), custom_id) if isinstance(custom_id, str) else None
    try:
        return _make_review(found.groupdict()) if found else None
    except ValueError:
        return None


def _parse_snowflake(digits: str) -> int:
    number = int(digits)
    if number > MAX_SNOWFLAKE:
        raise ValueError(f"{digits} is no id")
    return number


def review(step: Review) -> str:
    """A step of a review. At most 98 characters: the numbers are written in base 36."""
    version, post = _write_base36(step.version), _write_base36(step.post)
    return f"rv:{_LETTERS[step.act]}:{step.source}:{step.key}:{version}:{post}"


def _write_base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits or "0"


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
