"""The table of commands keeps Discord's limits and the design's names."""

import re
from typing import Any

import pytest

from bot.answers.catalogue import COMMANDS

NARROWER = ["to", "act", "publisher", "quoted-only"]
PROMISED = {
    "ask": ["question"],
    "who-said": ["words", "speaker", "country", "topic", "since", "until", *NARROWER],
    "timeline": [
        *["country", "other-country", "speaker", "topic", "event", "since", "until", "order"],
        *[*NARROWER, "about", "between", "only"],
    ],
    "summary-by-country": ["country", "about", "topic", "since", "until", *NARROWER],
    "speaker": ["name"],
    "statement": ["id"],
    "sources": ["publisher"],
    "briefing preview": [
        "date",
        "since",
        "country",
        "other-country",
        "topic",
        "speaker",
        "event",
        "scope",
        "on-this-day",
        "open-questions",
    ],
    "briefing here": [
        "time",
        "timezone",
        "scope",
        "name",
        "weekdays-only",
        "holidays",
        "language",
        "nothing-new",
        "on-this-day",
        "open-questions",
        "publish",
        "ping",
    ],
    "briefing off": ["name"],
    "briefing list": [],
    "briefing test": ["name"],
    "follow add": ["country", "other-country", "speaker", "topic", "event", "where"],
    "follow list": [],
    "follow stop": ["what"],
    "privacy show": [],
    "privacy forget": [],
    "ingest": ["file", "link"],
    "review": [],
    "reload": [],
    "status": [],
    "help": ["command"],
}


def test_the_commands_and_their_options_bear_the_names_of_the_design() -> None:
    assert {name: [o.name for o in spec.options] for name, spec in COMMANDS.items()} == PROMISED


@pytest.mark.parametrize("spec", COMMANDS.values(), ids=lambda spec: spec.name)
def test_names_and_descriptions_keep_discords_limits(spec: Any) -> None:
    for thing in (spec, *spec.options):
        assert all(re.fullmatch(r"[a-z][a-z0-9-]{0,31}", word) for word in thing.name.split(" "))
        assert 1 <= len(thing.description) <= 100
    required = [option.required for option in spec.options]
    assert required == sorted(required, reverse=True)


def test_words_may_be_long_and_everything_else_a_hundred_characters() -> None:
    lengths = {o.kind: o.max_length for spec in COMMANDS.values() for o in spec.options}
    assert lengths.pop("words") == 300
    assert lengths.pop("scope") == 300
    assert lengths.pop("question") == 300
    assert lengths.pop("link") == 2000
    assert set(lengths.values()) == {100}


def test_only_reload_is_for_admins() -> None:
    assert [name for name, spec in COMMANDS.items() if spec.admins_only] == ["reload"]
