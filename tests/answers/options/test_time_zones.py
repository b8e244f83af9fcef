"""A zone is understood by city, capital, country and short name; an offset asks whose clocks are meant."""

from __future__ import annotations

import pytest

from bot.answers.options.errors import Ambiguous, NotUnderstood
from bot.answers.options.time_zones import resolve_zone
from bot.store.names.directory import Directory


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Washington", "America/New_York"), ("Beijing", "Asia/Shanghai"), ("Ottawa", "America/Toronto"),
        ("Canberra", "Australia/Canberra"), ("Ankara", "Europe/Istanbul"), ("서울", "Asia/Seoul"),
        ("UK", "Europe/London"),
        ("Britain", "Europe/London"), ("Kosovo", "Europe/Belgrade"), ("Geneva", "Europe/Zurich"), ("KST", "Asia/Seoul"),
        ("JST", "Asia/Tokyo"), ("ET", "America/New_York"), ("UTC+0", "UTC"),
    ],
)  # fmt: skip
def test_resolve_zone_knows_capitals_countries_and_short_names(directory: Directory, text: str, zone: str) -> None:
    assert resolve_zone("timezone", text, "en", directory) == zone


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("EST", {"America/New_York", "Etc/GMT+5"}), ("EDT", {"America/New_York", "Etc/GMT+4"}),
        ("CEST", {"Europe/Vienna", "Etc/GMT-2"}), ("UTC+9", {"Asia/Seoul", "Asia/Tokyo", "Etc/GMT-9"}),
        ("+09:00", {"Asia/Seoul", "Etc/GMT-9"}), ("GMT+9", {"Asia/Seoul"}), ("+5:30", {"Asia/Kolkata"}),
        ("US", {"America/New_York", "America/Chicago", "America/Los_Angeles", "Pacific/Honolulu"}),
        ("IST", {"Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"}),
    ],
)  # fmt: skip
def test_resolve_zone_asks_whose_clocks_an_offset_or_a_large_country_means(
    directory: Directory, text: str, offered: set[str]
) -> None:
    with pytest.raises(Ambiguous) as caught:
        resolve_zone("timezone", text, "en", directory)
    values = [choice.value for choice in caught.value.candidates]
    assert offered <= set(values)
    assert [resolve_zone("timezone", value) for value in values] == values


@pytest.mark.parametrize("text", ["xq", "7", "UTC+20"])
def test_resolve_zone_offers_nothing_for_a_short_text_that_is_no_zone(directory: Directory, text: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        resolve_zone("timezone", text, "en", directory)
    assert caught.value.nearest == ()
