"""Autocomplete offers what can be meant, within Discord's limits, and every offer resolves to what it says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.options.dates.parser import resolve_day, suggest_day
from bot.answers.options.entities import (
    resolve_country,
    resolve_event,
    resolve_publisher,
    resolve_speaker,
    resolve_topic,
)
from bot.answers.options.entity_suggestions import (
    suggest_country,
    suggest_event,
    suggest_publisher,
    suggest_speaker,
    suggest_topic,
)
from bot.corpus.edtf import parse_day
from bot.store.names.directory import Directory

TODAY = date(2024, 6, 28)
PAIRS = [
    (suggest_country, resolve_country),
    (suggest_speaker, resolve_speaker),
    (suggest_topic, resolve_topic),
    (suggest_event, resolve_event),
    (suggest_publisher, resolve_publisher),
]
_TYPED = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", "k", "kim", "s", "sou", "rus", "sout kor", "zinovev", "the", "f", "korea", "a" * 6000, "\ud800"]
    ),
)


@given(_TYPED, st.sampled_from(PAIRS))
@settings(deadline=None)
def test_every_suggestion_fits_discord_and_resolves_to_itself(
    directory: Directory, typed: str, pair: tuple[Any, Any]
) -> None:
    suggest, resolve = pair
    offers = suggest(directory, typed)
    assert len(offers) <= 25
    assert len({offer.name for offer in offers}) == len({offer.value for offer in offers}) == len(offers)
    for offer in offers:
        assert 1 <= len(offer.name) <= 100
        assert 1 <= len(offer.value) <= 100
        assert resolve(directory, "option", offer.value) == offer.value


@given(_TYPED | st.from_regex(r"\A[0-9]{1,4}(-[0-9]{0,2}){0,2}\Z"), st.sampled_from(["en", "de", "ko", "nowhere"]))
@settings(max_examples=150, deadline=None)
def test_every_suggested_day_resolves_to_itself(typed: str, locale: str) -> None:
    offers = suggest_day(typed, TODAY, locale)
    assert len(offers) <= 25
    assert len({offer.name for offer in offers}) == len(offers)
    for offer in offers:
        assert 1 <= len(offer.name) <= 100
        day = parse_day(offer.value)
        assert resolve_day("since", offer.value, TODAY) == (day.first, day.last)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sou", "South Korea (KR)"), ("seoul", "South Korea (KR)"), ("SOUTH K", "South Korea (KR)"),
        ("kr", "South Korea (KR)"),
        ("rusland", "Russia (RU)"), ("rusia", "Russia (RU)"),
        ("cote d", "Côte d’Ivoire (CI)"), ("대한", "South Korea (KR)"),
        ("ukrane", "Ukraine (UA)"), ("sauth kor", None),
    ],
)  # fmt: skip
def test_countries_are_offered_while_typing(directory: Directory, typed: str, first: str | None) -> None:
    offers = [offer.name for offer in suggest_country(directory, typed)]
    if first is None:
        assert "South Korea (KR)" in offers
    else:
        assert offers[0] == first


def test_both_koreas_are_offered_for_korea(directory: Directory) -> None:
    assert {offer.value for offer in suggest_country(directory, "korea")[:2]} == {"KR", "KP"}


def test_nothing_typed_offers_first_what_the_store_has_most_of(directory: Directory) -> None:
    offers = suggest_country(directory, "", ["RU", "KR", "ZZ"])
    assert [offer.value for offer in offers[:3]] == ["RU", "KR", "AF"]
    assert len(offers) == 25
    assert suggest_country(directory, "", ["RU"], "de")[0].name == "Russland (RU)"
    assert suggest_speaker(directory, "", ["vladimir-putin"])[0].value == "vladimir-putin"


def test_speakers_are_offered_with_what_they_are(directory: Directory) -> None:
    assert [offer.name for offer in suggest_speaker(directory, "kim")] == [
        "Kim Hong-kyun (person)",
        "Kim Jong-un (person)",
    ]
    assert suggest_speaker(directory, "zinovev")[0].name == "Georgy Zinoviev (person)"
    assert suggest_speaker(directory, "President Put")[0].value == "vladimir-putin"
    assert suggest_speaker(directory, "seouls for")[0].name == "Foreign Ministry of South Korea (organisation)"
    assert [offer.name for offer in suggest_speaker(directory, "pat doe")] == [
        "Pat Doe (person)",
        "Pat Doe (person) (pat-doe-2)",
    ]


def test_days_are_offered_while_typing() -> None:
    assert [offer.name for offer in suggest_day("", TODAY)][:4] == [
        "today — 28 June 2024",
        "yesterday — 27 June 2024",
        "this week — 24–30 June 2024",
        "last week — 17–23 June 2024",
    ]
    days = [offer.value for offer in suggest_day("2024-06", TODAY)]
    assert days[0] == "2024-06"
    assert days[1:] == [f"2024-06-{day:02}" for day in range(1, 25)]
    assert [offer.value for offer in suggest_day("2024-06-27", TODAY)] == ["2024-06-27"]
    assert [offer.value for offer in suggest_day("2024-07", TODAY)] == []
    assert suggest_day("thurs", TODAY)[0].name == "Thursday — 27 June 2024"
    assert suggest_day("jun", TODAY)[0].value == "2024-06"
    assert suggest_day("26 june", TODAY)[0].value == "2024-06-26"
    assert [offer.value for offer in suggest_day("06/05/2024", TODAY)] == ["2024-05-06", "2024-06-05"]


def test_what_begins_a_handful_of_names_offers_none_that_are_merely_like_it(directory: Directory) -> None:
    begun = {name.ref for name in directory.starting("country", "sout", 25)}
    assert len(begun) >= 5
    assert not {name.ref for name in directory.near("country", "sout", 25)} <= begun
    assert {offer.value for offer in suggest_country(directory, "sout")} == begun
