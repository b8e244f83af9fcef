"""How a typed line becomes a command with options."""

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slash_line import Line, LineError, OptionSpec, parse_line, read_specs

COMMANDS = {
    "who-said": (
        OptionSpec("words", required=True),
        OptionSpec("speaker"),
        OptionSpec("country"),
        OptionSpec("since"),
    ),
    "timeline": (OptionSpec("country"), OptionSpec("other-country")),
    "briefing preview": (OptionSpec("date", required=True),),
    "briefing list": (),
    "count": (
        OptionSpec("times", kind="integer"),
        OptionSpec("share", kind="number"),
        OptionSpec("loud", kind="boolean"),
    ),
    "pick": (OptionSpec("colour", choices=("red", "green")),),
}


@pytest.mark.parametrize(
    ("text", "command", "options"),
    [
        ("/who-said words: irreversible country: KR", "who-said", {"words": "irreversible", "country": "KR"}),
        ("who-said words:irreversible", "who-said", {"words": "irreversible"}),
        ("/who-said irreversible steps since: June", "who-said", {"words": "irreversible steps", "since": "June"}),
        (
            '/who-said words: "the country: ours" country: KR',
            "who-said",
            {"words": '"the country: ours"', "country": "KR"},
        ),
        ("/who-said words: he said: never", "who-said", {"words": "he said: never"}),
        (
            "/who-said words: see https://example.org at 10:30",
            "who-said",
            {"words": "see https://example.org at 10:30"},
        ),
        ("/who-said words: “so be it”", "who-said", {"words": "“so be it”"}),
        ("/timeline other-country: JP country: KR", "timeline", {"other-country": "JP", "country": "KR"}),
        ("/timeline", "timeline", {}),
        ("/briefing  preview date: 2031-02-03", "briefing preview", {"date": "2031-02-03"}),
        ("/briefing list", "briefing list", {}),
        ("/count times: 3 loud: no share: 0.5", "count", {"times": 3, "loud": False, "share": 0.5}),
        ("/pick colour: green", "pick", {"colour": "green"}),
    ],
)
def test_values_run_until_the_next_option_and_take_its_type(text: Any, command: Any, options: Any) -> None:
    assert parse_line(text, COMMANDS) == Line(command, options)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Type a command: /who-said"),
        ("/who-siad words: x", r"no command /who-siad\. Did you mean /who-said\?"),
        ("/xyz", r"no command /xyz\. There are /who-said, /timeline"),
        ("/briefing", "/briefing needs one of: /briefing preview, /briefing list"),
        ("/who-said", "/who-said needs words: …"),
        ("/who-said words:", "/who-said needs words: …"),
        ("/who-said words: x contry: KR", r"no option contry:\. Did you mean country:\?"),
        ("/timeline colour: red", r"no option colour:\. Its options are country:, other-country:"),
        ("/timeline everything", "“everything” stands before any option"),
        ("/briefing list now", "It takes no options"),
        ("/who-said words: x words: y", "words: is given twice"),
        ("/timeline country:", "country: has no value"),
        ("/count times: many", "times: takes a whole number, not “many”"),
        ("/count share: half", "share: takes a number"),
        ("/count loud: perhaps", "loud: takes true or false"),
        ("/pick colour: gren", r"one of: red, green\. Did you mean green\?"),
    ],
)
def test_what_is_not_understood_is_named_with_the_nearest(text: Any, says: Any) -> None:
    with pytest.raises(LineError, match=says):
        parse_line(text, COMMANDS)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_sentence(text: Any) -> None:
    for line in (text, f"/who-said words: {text}", f"/timeline {text}"):
        with contextlib.suppress(LineError):
            assert parse_line(line, COMMANDS).command in COMMANDS


@given(st.from_regex(r"[A-Za-z0-9 ,.'?!-]{1,60}", fullmatch=True).filter(str.strip))
def test_words_without_colons_arrive_as_they_were_typed(words: Any) -> None:
    assert parse_line(f"/who-said words: {words}", COMMANDS).options == {"words": words.strip()}


def test_specs_are_read_from_what_a_bot_registers() -> None:
    commands = {
        "who-said": {
            "options": [
                {"name": "words", "type": 3, "required": True, "autocomplete": True},
                {"name": "times", "type": 4, "choices": [{"name": "Once", "value": 1}]},
            ]
        },
        "briefing": {"options": [{"name": "list", "type": 1}, {"name": "preview", "type": 1, "options": []}]},
    }
    assert read_specs(commands) == {
        "who-said": (
            OptionSpec("words", required=True, autocomplete=True),
            OptionSpec("times", kind="integer", choices=("Once",)),
        ),
        "briefing list": (),
        "briefing preview": (),
    }


@pytest.mark.parametrize(
    "scope", ["countries: KR; pairs: KR-RU", "topics: arms", "countries: KR; contry: RU", "speakers: Kim; pears: KR-RU"]
)
def test_a_scope_has_labels_of_its_own(scope: str) -> None:
    options = (OptionSpec("date"), OptionSpec("country"), OptionSpec("topic"), OptionSpec("scope"))
    line = parse_line(f"/briefing preview date: 2024-06-27 scope: {scope}", {"briefing preview": options})
    assert line.options == {"date": "2024-06-27", "scope": scope}
