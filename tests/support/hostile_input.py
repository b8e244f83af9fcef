"""Strategies for forged and damaged interactions: what comes in with a click, a command, a form or a menu."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Literal

from hypothesis import strategies as st

from bot.answers.catalogue import COMMANDS
from bot.chat import custom_ids
from bot.rehearsal.loopback.state import Json
from tests.support.draft_corpus import SOURCE

COMMAND, COMPONENT, TYPING, FORM = 2, 3, 4, 5
MESSAGE_MENU = 3
PEOPLE = ("member", "manager", "admin")
# Each a REST call of the bot's that fails once: what is answered first, and what is put in its place.
Stumble = tuple[str, Literal["drop", "lose"] | int]


@dataclass(frozen=True)
class Case:
    """One interaction.

    on_message  whether it is used on a message of the bot's
    is_slow     whether the answer takes so long that it is promised first
    stumble     a request that fails on the way
    mutations   the seed from which others are made that differ from it a little
    """

    kind: int
    data: Json
    person: str
    on_message: bool = False
    is_slow: bool = False
    stumble: Stumble | None = None
    mutations: int = 0


TOKEN = st.text("abcdefXYZ019_-", min_size=10, max_size=10)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=120)  # lone surrogates as well
NUMBER = st.sampled_from(["0", "1", "999999", "9999999", "٣", "-1", "18446744073709551616", "9" * 30]) | ANY_TEXT
DATE = st.sampled_from(["2024-06-27", "2024-02-30", "0000-00-00", "9999-12-31", "٢٠٢٤-٠٦-٢٧"])
STATEMENT = st.sampled_from(["lim-irreversible-mistake", "none", "A", "x" * 90])
DOCUMENT = st.sampled_from([SOURCE, "none", "x" * 64, "../people", "\ud800"])
DRAFT = st.sampled_from(["d01", "d02", "d03", "d99", "-", "\ud800"])
REVIEW_ID = st.builds(
    "rv:{}:{}:{}:{}:{}".format,
    st.sampled_from("oscanbeuxmtpfi?"),
    DOCUMENT,
    DRAFT,
    st.sampled_from(["0", "1", "2", "zzzzz", "zzzzzz", "٣"]),
    st.sampled_from(["0", "1", "3w5e11264sgsf", "zzzzzzzzzzzzz", "-1"]),
)
CUSTOM_ID = st.one_of(
    st.builds("page:{}:{}n".format, TOKEN, NUMBER),
    st.builds("share:{}:{}".format, TOKEN, NUMBER),
    st.builds("ask:{}:here:{}".format, TOKEN, NUMBER),
    st.builds("passage:{}:{}".format, STATEMENT, NUMBER),
    st.builds("alert:{}:{}".format, NUMBER, NUMBER),
    st.builds("posted:{}:daily:{}:{}".format, NUMBER, DATE, NUMBER),
    st.builds("previewed:{}:{}n".format, TOKEN, NUMBER),
    REVIEW_ID,
    st.sampled_from(
        [custom_ids.CHOOSE, custom_ids.FORGET, custom_ids.RELOAD, "unfollow:here", "unfollow:direct", "unfollow:"]
    ),
    ANY_TEXT,
)
ANYTHING = st.one_of(
    ANY_TEXT, st.none(), st.booleans(), st.integers(), st.floats(), st.lists(ANY_TEXT, max_size=2),
    st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=2),
)  # fmt: skip
CHOSEN = st.sampled_from(["no-claim", "d01.1", "d02.99999999999999999999", SOURCE, "lim-irreversible-mistake", "?"])
VALUES = st.none() | st.lists(TOKEN | NUMBER | CHOSEN | ANYTHING, max_size=3) | ANYTHING
NAMES = sorted(COMMANDS)
FIELDS = st.sampled_from(["speaker", "to", "act", "day", "paraphrase", "id", "text", "text-2"])
FIELD_TEXT = st.sampled_from(["KR", "REJECT / refuse", "2031-03-04", "2031-02-30", "ada-quillfeather", ""]) | ANY_TEXT


@st.composite
def clicks(draw: st.DrawFn) -> tuple[int, Json]:
    """A click on a button or a select."""
    data: Json = {"custom_id": draw(CUSTOM_ID), "component_type": draw(st.sampled_from([2, 3, 5, 8])), "id": 1}
    values = draw(VALUES)
    return COMPONENT, data if values is None else data | {"values": values}


@st.composite
def commands(draw: st.DrawFn) -> tuple[int, Json]:
    """A command, or one being typed, with options of its own and other names, kinds and values."""
    name = draw(st.sampled_from(NAMES))
    group, _, inner = name.partition(" ")
    names = st.sampled_from([option.name for option in COMMANDS[name].options] or ["none"]) | ANY_TEXT
    options: list[Json] = []
    for option in draw(st.lists(names, max_size=4)):
        kind = draw(st.sampled_from([3, 3, 3, 3, 4, 5, 8, 10, 11, 1]))
        options.append({"name": option, "type": kind, "value": draw(ANY_TEXT | ANYTHING)})
    typing = draw(st.booleans())
    if typing and options:
        options[0]["focused"] = True
    if inner and draw(st.integers(0, 9)):
        options = [{"name": inner, "type": 1, "options": options}]
    named = group if draw(st.integers(0, 9)) else draw(ANY_TEXT)
    data = {"id": "1", "name": named, "type": 1, "options": options}
    resolved = draw(
        st.none()
        | st.fixed_dictionaries(
            {
                "roles": st.dictionaries(NUMBER, ANYTHING, max_size=2),
                "attachments": st.dictionaries(NUMBER, ANYTHING, max_size=2),
            }
        )
    )
    return (TYPING if typing else COMMAND), data if resolved is None else data | {"resolved": resolved}


@st.composite
def menus(draw: st.DrawFn) -> tuple[int, Json]:
    """The menu of a message, which is whole, lacks parts, or is none."""
    target = draw(st.sampled_from(["1", "18446744073709551616", "\ud800"]) | ANYTHING)
    message = draw(
        ANYTHING
        | st.fixed_dictionaries({}, optional={"id": NUMBER, "content": ANYTHING, "author": ANYTHING, "type": ANYTHING})
    )
    messages = {target if isinstance(target, str) else "1": message}
    data = {"id": "1", "name": draw(st.sampled_from(["Ingest this", "ingest"]) | ANY_TEXT), "type": MESSAGE_MENU}
    return COMMAND, data | {"target_id": target, "resolved": draw(st.just({"messages": messages}) | ANYTHING)}


@st.composite
def forms(draw: st.DrawFn) -> tuple[int, Json]:
    """A form that is sent off, with fields of ours and others."""
    fields = draw(
        ANYTHING
        | st.lists(
            st.builds(
                lambda name, value: {"type": 18, "component": {"type": 4, "custom_id": name, "value": value}},
                FIELDS | ANY_TEXT,
                FIELD_TEXT | ANYTHING,
            ),
            max_size=5,
        )
    )
    name = draw(REVIEW_ID | CUSTOM_ID | st.just(custom_ids.PASTE))
    return FORM, {"custom_id": name, "components": fields}


STUMBLES: st.SearchStrategy[Stumble] = st.sampled_from(
    [("callback", "drop"), ("callback", "lose"), ("callback", 400), ("callback", 403), ("edit", "drop"),
     ("edit", "lose"), ("edit", 404), ("edit", 400)]
)  # fmt: skip


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """An interaction of any kind, mostly with nothing else that goes wrong."""
    kind, data = draw(st.one_of(clicks(), commands(), forms(), menus()))
    on_message = kind in (COMPONENT, FORM) and draw(st.booleans())
    stumble = draw(STUMBLES) if draw(st.integers(0, 7)) == 0 else None
    is_slow, mutations = draw(st.integers(0, 5)) == 0, draw(st.integers(0, 1 << 32))
    return Case(kind, data, draw(st.sampled_from(PEOPLE)), on_message, is_slow, stumble, mutations)


SHARP: tuple[Any, ...] = (
    None, True, 0, -1, 1 << 70, 1.5, "", "\ud800", "٣", "9" * 30, "0", "x" * 200, [], [[]], {}, "\x00",
)  # fmt: skip


# What Discord itself adds, and the library relies upon: a person can change what is in it, and not leave it out.
FRAME = frozenset({"custom_id", "component_type", "components", "name", "type"})


def mutate(case: Case, number: int) -> list[Case]:
    """So many cases that differ from this one in one to three places of what is sent, and perhaps in who sends it."""
    random = Random(case.mutations)
    made = []
    for _ in range(number):
        data = copy.deepcopy(case.data)
        for _ in range(random.randint(1, 3)):
            holder, key = random.choice(list(_walk(data)))
            _change(random, holder, key, framed=holder is data and key in FRAME)
        made.append(replace(case, data=data, person=random.choice(PEOPLE), on_message=random.random() < 0.5))
    return made


def _walk(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every place below a node: what holds it, and its key or number there."""
    places = node.items() if isinstance(node, dict) else enumerate(node)
    for key, inner in list(places):
        yield node, key
        if isinstance(inner, dict | list):
            yield from _walk(inner)


def _change(random: Random, holder: Any, key: Any, *, framed: bool) -> None:
    value = holder[key]
    match random.randrange(4):
        case 0 if isinstance(holder, dict) and len(holder) > 1 and not framed:
            del holder[key]
        case 1 if isinstance(value, str) and value:
            at = random.randrange(len(value))
            holder[key] = value[:at] + random.choice(("", "\ud83d", "0", ":", value[at] * 3)) + value[at + 1 :]
        case 2 if isinstance(value, list) and value:
            value.append(copy.deepcopy(random.choice(value)))
        case _ if not framed:
            holder[key] = copy.deepcopy(random.choice(SHARP))
