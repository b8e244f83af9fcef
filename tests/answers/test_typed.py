"""Typed lines become questions, whatever is typed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.catalogue import COMMANDS
from bot.answers.typed import read_typed, tidy, write_typed

TODAY = date(2024, 6, 30)


@pytest.mark.parametrize(
    ("line", "command", "options"),
    [
        ("/who-said words: irreversible country: KR", "who-said", {"words": "irreversible", "country": "KR"}),
        ("who-said irreversible consequences", "who-said", {"words": "irreversible consequences"}),
        ("/WHO-SAID Words: a COUNTRY:KR", "who-said", {"words": "a", "country": "KR"}),
        ("/who-said words: he said: no", "who-said", {"words": "he said: no"}),
        ("/who-said words: see https://a.b/c", "who-said", {"words": "see https://a.b/c"}),
        ("/timeline other-country: RU country: KR", "timeline", {"other-country": "RU", "country": "KR"}),
        ("/help", "help", {}),
        ("/help who-said", "help", {"command": "who-said"}),
        ("/who-said words: x country:", "who-said", {"words": "x", "country": ""}),
    ],
)
def test_a_typed_line_reads_as_a_command_with_its_options(line, command, options) -> None:
    question = read_typed(line, TODAY)
    assert (question.command, dict(question.options), question.asked_on) == (command, options, TODAY)


@pytest.mark.parametrize("line", ["/who-said words: a contry: KR", "/who-said contry: KR words: a"])
def test_a_mistyped_option_keeps_its_name_instead_of_joining_the_words(line) -> None:
    assert read_typed(line, TODAY).options == {"words": "a", "contry": "KR"}


@pytest.mark.parametrize("line", [f for spec in COMMANDS.values() for f in spec.examples])
def test_every_example_is_read_as_it_is_written(line) -> None:
    question = read_typed(line, TODAY)
    assert write_typed(question.command, question.options) == line
    assert set(question.options) <= {option.name for option in COMMANDS[question.command].options}


@given(st.text())
def test_any_text_is_a_question(text) -> None:
    question = read_typed(text, TODAY)
    for value in [question.command, *question.options, *question.options.values()]:
        value.encode("utf-8")


@given(st.text(alphabet=st.characters()))
def test_tidy_text_can_be_stored_and_stays_tidy(text) -> None:
    once = tidy(text)
    once.encode("utf-8")
    assert tidy(once) == once
    assert "\n" not in once
    assert "\u202e" not in once
