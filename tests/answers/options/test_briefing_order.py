"""Times, zones, languages: taken as people write them, offered so that what is chosen means the same thing again."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.options.clock_times import resolve_time, suggest_time
from bot.answers.options.errors import Ambiguous, NotUnderstood
from bot.answers.options.languages import resolve_language, suggest_language
from bot.answers.options.time_zones import resolve_zone, suggest_zone

NOW = datetime(2024, 6, 27, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("07:30", time(7, 30)), ("7.30", time(7, 30)), ("0730", time(7, 30)), ("730", time(7, 30)), ("7", time(7)),
        ("7:30 am", time(7, 30)), ("7:30 P.M.", time(19, 30)), ("12 am", time(0)), ("12pm", time(12)),
        ("noon", time(12)), ("midnight", time(0)), ("7h30", time(7, 30)), ("8 Uhr", time(8)), (" 23:59 ", time(23, 59)),
    ],
)  # fmt: skip
def test_a_time_of_day_is_taken_as_people_write_it(text: str, meant: time) -> None:
    assert resolve_time("time", text) == meant


@pytest.mark.parametrize("text", ["", "24:00", "7:60", "13 pm", "0 am", "7:3", "soon", "-7:30", "07:30:15", "٧:٣٠x"])
def test_what_is_no_time_of_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(NotUnderstood, match="07:30"):
        resolve_time("time", text)


@given(st.times())
def test_every_time_that_is_offered_means_itself(moment: time) -> None:
    typed = f"{moment:%H:%M}"
    (offered,) = suggest_time(typed)
    assert resolve_time("time", offered.value) == moment.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Seoul", "Asia/Seoul"), ("asia/seoul", "Asia/Seoul"), ("Austria", "Europe/Vienna"),
        ("new york", "America/New_York"),
        ("Kyiv", "Europe/Kyiv"), ("Kiev", "Europe/Kiev"), ("Calcutta", "Asia/Calcutta"), ("utc", "UTC"),
        ("Lord Howe", "Australia/Lord_Howe"), ("America/Argentina/Buenos Aires", "America/Argentina/Buenos_Aires"),
    ],
)  # fmt: skip
def test_a_zone_is_understood_by_its_city_its_country_or_its_name(text: str, zone: str) -> None:
    assert resolve_zone("timezone", text) == zone


def test_a_city_is_understood_in_the_readers_language() -> None:
    assert resolve_zone("timezone", "Wien", "de") == "Europe/Vienna"
    assert suggest_zone("Wie", NOW, "de")[0].value == "Europe/Vienna"


def test_a_country_of_several_zones_is_asked_back() -> None:
    with pytest.raises(Ambiguous) as caught:
        resolve_zone("timezone", "Brazil")
    assert "America/Sao_Paulo" in [choice.value for choice in caught.value.candidates]


def test_a_zone_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(NotUnderstood) as caught:
        resolve_zone("timezone", "Seul")
    assert "Asia/Seoul" in [choice.value for choice in caught.value.nearest]


@settings(deadline=None, max_examples=60)
@given(st.one_of(st.text(max_size=30), st.sampled_from(["S", "united", "korea", "america/", "vien"])))
def test_every_zone_that_is_offered_is_one_and_fits(typed: str) -> None:
    offered = suggest_zone(typed, NOW)
    assert len(offered) <= 25
    for one in offered:
        assert len(one.name) <= 100
        assert resolve_zone("timezone", one.value) == ZoneInfo(one.value).key


def test_a_zone_is_offered_with_the_time_there() -> None:
    (seoul,) = suggest_zone("seoul", NOW)
    assert seoul.name == "Seoul, South Korea: Asia/Seoul, now 09:00"


@pytest.mark.parametrize(
    ("text", "code"), [("fr", "fr"), ("pt-BR", "pt-BR"), ("pt_br", "pt-BR"), ("Korean", "ko"), ("Deutsch", "de")]
)
def test_a_language_is_understood_by_code_and_by_name(text: str, code: str) -> None:
    assert resolve_language("language", text) == code


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=30))
def test_whatever_is_typed_languages_that_are_offered_are_understood(typed: str) -> None:
    for one in suggest_language(typed):
        assert resolve_language("language", one.value) == one.value
