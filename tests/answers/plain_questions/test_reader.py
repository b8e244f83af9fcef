"""Plain questions become the commands that they mean: kinds of questions, on the shipped names."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.answers.plain_questions.reader import read_question
from bot.answers.plain_questions.readings import REPLIES, Unread, Unresolved
from bot.store.names.directory import Directory
from tests.support.shipped_records import TODAY


@pytest.fixture(scope="module")
def directory(shipped_store: Path) -> Iterator[Directory]:
    (path,) = shipped_store.glob("*.sqlite")
    found = Directory(sqlite3.connect(path, check_same_thread=False))
    yield found
    found.close()


WORDS = ["who", "did", "Putin", "Seoul", "not", "deny", "on", "since", "the", "?", "“", "a", "to", "and", "of"]
KINDS = [
    ("What did Putin warn Seoul about?", "timeline", {"speaker": "Putin", "act": "warnings", "to": "Seoul"}),
    ("who warned Russia", "timeline", {"act": "warnings", "to": "Russia"}),
    ("What did Seoul demand of Moscow?", "timeline", {"speaker": "Seoul", "act": "demands", "to": "Moscow"}),
    ("Seoul's demands to Moscow", "timeline", {"speaker": "Seoul", "act": "demands", "to": "Moscow"}),
    ("Has the ambassador to Russia said anything?", "timeline", {"speaker": "ambassador to Russia"}),
    ("Was the Russian ambassador summoned?", "timeline", {"to": "Russian ambassador", "act": "summonses"}),
    ("Did Moscow apologise?", "timeline", {"speaker": "Moscow", "act": "apologies"}),
    ("What happened between 20 and 23 June?", "timeline", {"since": "between 20 and 23 June"}),
    ("anything new since Wednesday", "timeline", {"since": "Wednesday"}),
    ("Who said “irreversible”?", "who-said", {"words": '"irreversible"'}),
    ("who used the phrase grave threat", "who-said", {"words": "grave threat"}),
    ("What does only Hankyoreh report?", "timeline", {"publisher": "Hankyoreh", "only": "true"}),
    ("What did Lee say, according to Hankyoreh?", "timeline", {"speaker": "Lee", "publisher": "Hankyoreh"}),
    ("What did Ukraine and Japan say to each other?", "timeline", {"between": "both"}),
    ("Who answered Zakharova?", REPLIES, {"to": "Zakharova"}),
    ("Tell me about Zakharova", "speaker", {"name": "maria-zakharova"}),
    ("What is Russia's stance?", "summary-by-country", {"country": "Russia"}),
    ("which sources do you have", "sources", {}),
    ("Was sagte Putin über Südkorea?", "timeline", {"speaker": "Putin", "about": "KR"}),
    ("¿Qué dijo Putin sobre Corea del Sur?", "timeline", {"speaker": "Putin", "about": "KR"}),
    ("Кто предупредил Сеул?", "timeline", {"act": "warnings", "to": "Сеул"}),
    ("한국은 러시아에 무엇을 요구했나", "timeline", {"speaker": "한국", "to": "러시아", "act": "demands"}),
]


@pytest.mark.parametrize(("text", "command", "options"), KINDS, ids=lambda one: one if isinstance(one, str) else "")
def test_reader_reads_each_kind_of_question(
    directory: Directory, text: str, command: str, options: dict[str, str]
) -> None:
    reading = read_question(directory, text, TODAY).readings[0]
    assert reading.command == command
    assert options.items() <= reading.options.items()


@pytest.mark.parametrize("text", ["What's the weather in Seoul?", "hello", "capital of France", "what is two plus two"])
def test_reader_refuses_what_is_no_such_question(directory: Directory, text: str) -> None:
    with pytest.raises(Unread):
        read_question(directory, text, TODAY)


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("What did Quillon Vashti say about Russia?", "Quillon Vashti"),
        ("has quillon condemned the treaty", "quillon"),
        ("What did she say?", "she"),
        ("What did Quillon and Putin say?", "Quillon"),
        ("Was hat Quillon über Russland gesagt?", "Quillon"),
    ],
)
def test_reader_names_a_subject_that_nobody_is_called(directory: Directory, text: str, unknown: str) -> None:
    with pytest.raises(Unresolved) as caught:
        read_question(directory, text, TODAY)
    assert unknown in text[caught.value.start : caught.value.end]


def test_reader_takes_two_countries_after_between_for_no_days(directory: Directory) -> None:
    options = (
        read_question(directory, "who condemned the pact between Russia and North Korea", TODAY).readings[0].options
    )
    assert "since" not in options


def test_reader_leaves_no_act_out_of_a_search_for_words(directory: Directory) -> None:
    readings = read_question(directory, "Has anyone promised lamps to North Korea?", TODAY).readings
    assert all(reading.options.get("act") == "promises" for reading in readings)


def test_reader_negates_what_is_said_to_be_denied(directory: Directory) -> None:
    reading = read_question(directory, "Did anyone deny that the lamp is lit?", TODAY).readings[0]
    assert reading.options["words"] == "lamp is not lit"
    assert reading.negated == "lit"


@given(st.text(max_size=120) | st.lists(st.sampled_from(WORDS)).map(" ".join))
@example("0 DID PUTIN ON")  # nothing stands before what may be an occasion
def test_reader_reads_or_refuses_whatever_is_typed(directory: Directory, text: str) -> None:
    try:
        question = read_question(directory, text, TODAY)
    except (Unread, Unresolved):
        return
    for reading in question.readings:
        assert all(part.end <= len(text) for part in reading.parts)
