"""A speaker is understood by any spelling, part of a name or title, and two people are never mixed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.options.entities import (
    resolve_event,
    resolve_publisher,
    resolve_speaker,
    resolve_topic,
)
from bot.answers.options.errors import Ambiguous, NotUnderstood
from bot.answers.options.speakers import name_speaker, offer_institutions
from bot.store.names.directory import Directory


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("lim-soo-suk", "lim-soo-suk"), ("Lim Soo-suk", "lim-soo-suk"), ("LIM SOO SUK", "lim-soo-suk"),
        ("lim soosuk", "lim-soo-suk"), ("LimSooSuk", "lim-soo-suk"), ("Soo-suk Lim", "lim-soo-suk"),
        ("Lim", "lim-soo-suk"), ("임수석", "lim-soo-suk"), ("Lim Soo‐suk", "lim-soo-suk"), ("Lim's", "lim-soo-suk"),
        ("Kim Hong-kyun", "kim-hong-kyun"), ("Kim Hong", "kim-hong-kyun"),
        ("Vice Minister Kim Hong-kyun", "kim-hong-kyun"),
        ("Kim Jong Un", "kim-jong-un"), ("김정은", "kim-jong-un"),
        ("Zinoviev", "georgy-zinoviev"), ("Sinowiew", "georgy-zinoviev"), ("Зиновьев", "georgy-zinoviev"),
        ("Ambassador Zinoviev", "georgy-zinoviev"), ("Russian Ambassador Georgy Zinoviev", "georgy-zinoviev"),
        ("President Putin", "vladimir-putin"), ("Russian President Vladimir Putin", "vladimir-putin"),
        ("Putin, Vladimir", "vladimir-putin"), ("Russia's President Putin", "vladimir-putin"),
        ("Putin, President of Russia", "vladimir-putin"), ("Lim Soo-suk (spokesperson)", "lim-soo-suk"),
        ("South Korean Ambassador to Russia Lee Do-hoon", "lee-do-hoon"), ("Rudenko", "andrey-rudenko"),
        ("the Russian Deputy Foreign Minister Rudenko", "andrey-rudenko"),
        ("Seoul", "KR"), ("South Korea", "KR"), ("Government of South Korea", "kr-government"),
        ("Seoul's Foreign Ministry", "kr-mofa"),
        ("Seoul Foreign Ministry", "kr-mofa"),
        ("ROK Foreign Ministry", "kr-mofa"), ("Moscow’s Foreign Ministry", "ru-mofa"),
        ("the Foreign Ministry of the Russian Federation", "ru-mofa"), ("Jong-un", "kim-jong-un"),
        ("Russian Foreign Ministry", "ru-mofa"), ("Kremlin", "RU"), ("the Kremlin", "RU"),
    ],
)  # fmt: skip
def test_a_speaker_is_understood_by_any_spelling_part_or_title(directory: Directory, text: str, ref: str) -> None:
    assert resolve_speaker(directory, "speaker", text) == ref


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("Kim", {"kim-hong-kyun", "kim-jong-un"}),
        ("KIM", {"kim-hong-kyun", "kim-jong-un"}),
        ("Minister Kim", {"kim-hong-kyun", "kim-jong-un"}),
        ("Pat Doe", {"pat-doe-1", "pat-doe-2"}),
        ("the foreign ministry", {"kr-mofa", "ru-mofa", "ru-mofa-site"}),
    ],
)
def test_two_speakers_are_never_mixed(directory: Directory, text: str, refs: set[str]) -> None:
    with pytest.raises(Ambiguous) as caught:
        resolve_speaker(directory, "speaker", text)
    assert {choice.value for choice in caught.value.candidates} == refs
    labels = [choice.label for choice in caught.value.candidates]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("text", "nearest"), [("Zinovev", "georgy-zinoviev"), ("Rudenka", "andrey-rudenko"), ("John Lim", None)]
)
def test_a_misspelt_speaker_is_offered_not_guessed(directory: Directory, text: str, nearest: str | None) -> None:
    with pytest.raises(NotUnderstood) as caught:
        resolve_speaker(directory, "speaker", text)
    assert "I know no speaker called" in str(caught.value)
    assert [choice.value for choice in caught.value.nearest][:1] == ([nearest] if nearest else [])


@pytest.mark.parametrize("text", ["Lavrov", "President", "Russian President", "San Lim", "", "\ud800"])
def test_who_is_not_held_is_said_not_to_be(directory: Directory, text: str) -> None:
    with pytest.raises(NotUnderstood):
        resolve_speaker(directory, "speaker", text)


@pytest.mark.parametrize(
    ("text", "offered"),
    [("UN", ["kim-jong-un"]), ("Hong", ["kim-hong-kyun"]), ("Korean Foreign Ministry", []), ("government", None)],
)
def test_too_little_of_a_name_is_offered_not_taken(directory: Directory, text: str, offered: list[str] | None) -> None:
    with pytest.raises((NotUnderstood, Ambiguous)) as caught:
        resolve_speaker(directory, "speaker", text)
    problem = caught.value
    choices = getattr(problem, "candidates", ()) or getattr(problem, "nearest", ())
    assert [choice.value for choice in choices] == (["ru-government", "kr-government"] if offered is None else offered)


def test_resolve_speaker_takes_a_country_for_everybody_who_speaks_for_it(directory: Directory) -> None:
    assert resolve_speaker(directory, "speaker", "Russia") == resolve_speaker(directory, "speaker", "RU") == "RU"
    assert name_speaker(directory, "RU") == "everybody who speaks for Russia"
    alone = offer_institutions(directory, "speaker", "the Kremlin")
    assert [(choice.label, choice.value) for choice in alone] == [("Government of Russia alone", "ru-government")]


def test_topics_events_and_publishers_are_found_by_id_label_and_words(directory: Directory) -> None:
    assert resolve_topic(directory, "topic", "arms") == "arms"
    assert resolve_topic(directory, "topic", "ARMS supplies to ukraine") == "arms"
    assert resolve_topic(directory, "topic", "Lethal Weapons") == "arms"
    assert resolve_topic(directory, "topic", "partnership treaty") == "treaty"
    assert resolve_event(directory, "event", "ambassador Seoul") == "summons"
    assert resolve_publisher(directory, "publisher", "joongang") == "Korea JoongAng Daily"
    long = next(ref for ref in directory.refs("publisher") if len(ref) > 100)
    assert resolve_publisher(directory, "publisher", long) == long
    with pytest.raises(NotUnderstood, match=r"no publisher called ‹Hankyorea›. Did you mean Hankyoreh"):
        resolve_publisher(directory, "publisher", "Hankyorea")


@given(st.text(max_size=150), st.sampled_from([resolve_speaker, resolve_topic, resolve_event, resolve_publisher]))
@settings(deadline=None)
def test_any_text_is_something_held_or_a_reason_why_not(directory: Directory, text: str, resolve: object) -> None:
    try:
        assert resolve(directory, "option", text)  # type: ignore[operator]
    except (NotUnderstood, Ambiguous) as problem:
        shown = str(problem)
        assert shown.encode("utf-8")
