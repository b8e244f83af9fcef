"""A country is understood however people write it, and asked back about where it can be two."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.display_names import code_of_flag, flag_of, name_of
from bot.answers.options.entities import resolve_country
from bot.answers.options.errors import Ambiguous, NotUnderstood
from bot.corpus.countries import list_countries
from bot.store.names.directory import Directory


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KR", "KR"), ("kor", "KR"), (" kr ", "KR"), ("Corée du Sud", "KR"), ("coree du sud", "KR"), ("대한민국", "KR"),
        ("Южная Корея", "KR"), ("Республика Корея", "KR"), ("Südkorea", "KR"), ("Seoul", "KR"), ("ROK", "KR"),
        ("R.O.K.", "KR"), ("Republic of Korea", "KR"), ("the Republic of Korea", "KR"), ("Blue House", "KR"),
        ("🇰🇷", "KR"), ("South Korea (KR)", "KR"), ("South Korea's", "KR"), ("SouthKorea", "KR"), ("한국", "KR"),
        ("DPRK", "KP"), ("Pyongyang", "KP"), ("북한", "KP"), ("朝鲜", "KP"), ("North Korean", "KP"), ("КНДР", "KP"),
        ("Democratic People’s Republic of Korea", "KP"),
        ("Russian", "RU"), ("the Kremlin", "RU"), ("Kremlin", "RU"), ("Moscow", "RU"), ("RF", "RU"), ("Rußland", "RU"),
        ("Smolenskaya Square", "RU"), ("Россия", "RU"), ("ロシア", "RU"), ("Ru\u200fssia", "RU"),
        ("U.S.", "US"), ("USA", "US"), ("the White House", "US"), ("Washington", "US"), ("American", "US"),
        ("Foggy Bottom", "US"), ("Kyiv", "UA"), ("Kiev", "UA"), ("Bankova", "UA"), ("UK", "GB"),
        ("Downing Street", "GB"), ("Whitehall", "GB"), ("Quai d’Orsay", "FR"), ("quai d'orsay", "FR"), ("Elysee", "FR"),
        ("Zhongnanhai", "CN"), ("PRC", "CN"), ("the Holy See", "VA"), ("UAE", "AE"), ("DRC", "CD"), ("Burma", "MM"),
        ("Czech Republic", "CZ"), ("Turkey", "TR"), ("turkiye", "TR"), ("Ivory Coast", "CI"), ("Swaziland", "SZ"),
        ("Macedonia", "MK"), ("Bosnia and Herzegovina", "BA"), ("Saint Lucia", "LC"), ("Hong Kong", "HK"),
        ("Taiwan", "TW"), ("Palestinian", "PS"), ("Kosovo", "XK"), ("NO", "NO"), ("na", "NA"),
        ("Niger", "NE"), ("Guinea", "GN"), ("les États-Unis", "US"), ("łotwa", "LV"),
        ("Lotwa", "LV"), ("Áo", "AT"), ("AO", "AO"), ("ao", "AO"),
    ],
)  # fmt: skip
def test_a_country_is_understood_however_it_is_written(directory: Directory, text: str, code: str) -> None:
    assert resolve_country(directory, "country", text) == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Korean", {"KR", "KP"}), ("Korea", {"KR", "KP"}), ("Congo", {"CD", "CG"}), ("Kongo", {"CD", "CG"}),
        ("Guinean", {"GN", "GW", "GQ"}), ("dominican", {"DM", "DO"}), ("Virgin Islands", {"VG", "VI"}),
    ],
)  # fmt: skip
def test_a_word_for_several_countries_asks_back(directory: Directory, text: str, codes: set[str]) -> None:
    with pytest.raises(Ambiguous) as caught:
        resolve_country(directory, "country", text)
    assert {choice.value for choice in caught.value.candidates} == codes
    assert {choice.option for choice in caught.value.candidates} == {"country"}


def test_asking_back_names_the_option_the_text_and_the_candidates(directory: Directory) -> None:
    with pytest.raises(Ambiguous) as caught:
        resolve_country(directory, "other-country", "Korea")
    assert str(caught.value) == "other-country: ‹Korea› can mean North Korea or South Korea. Which one?"


@pytest.mark.parametrize(
    ("text", "nearest"), [("Rusia.", None), ("Russja", "Russia"), ("Ukrane", "Ukraine"), ("South Kora", "South Korea")]
)
def test_a_misspelt_country_is_not_guessed_but_offered(directory: Directory, text: str, nearest: str | None) -> None:
    if nearest is None:  # what is a slip in one language is right in another
        assert resolve_country(directory, "country", text) == "RU"
        return
    with pytest.raises(NotUnderstood) as caught:
        resolve_country(directory, "country", text)
    assert caught.value.nearest[0].label == nearest
    assert str(caught.value).startswith(f"country: I know no country called ‹{text}›. Did you mean {nearest}")


@pytest.mark.parametrize("text", ["", "   ", "\u200f", "Atlantis and Mu", "XX", "'; DROP TABLE name; --"])
def test_what_is_no_country_is_said_to_be_none(directory: Directory, text: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        resolve_country(directory, "country", text)
    assert str(caught.value).startswith("country: ")
    assert not caught.value.nearest


def test_a_long_text_is_refused_and_shown_short(directory: Directory) -> None:
    with pytest.raises(NotUnderstood) as caught:
        resolve_country(directory, "country", "Korea " * 1000)
    assert len(str(caught.value)) < 200
    assert "too long" in str(caught.value)
    assert len(caught.value.text) == 6000


@given(st.text(max_size=200))
@settings(deadline=None)
def test_any_text_is_a_country_or_a_reason_why_not(directory: Directory, text: str) -> None:
    try:
        assert resolve_country(directory, "country", text) in list_countries()
    except (NotUnderstood, Ambiguous) as problem:
        shown = str(problem)
        assert "\n" not in shown
        assert shown.encode("utf-8")  # no lone surrogate reaches a reader


def test_every_country_is_found_by_its_code_and_by_its_english_name(directory: Directory) -> None:
    for code, name in list_countries().items():
        assert resolve_country(directory, "country", code.lower()) == code
        if name != "St. Martin":  # an island of two countries
            assert resolve_country(directory, "country", name) == code


def test_flags_and_names_are_shown_in_the_readers_language() -> None:
    assert flag_of("KR") == "🇰🇷"
    assert flag_of("") == flag_of("KOR") == flag_of("é1") == ""
    assert (flag_of("EU"), flag_of("NATO"), flag_of("SUHH"), flag_of("XQ")) == ("🇪🇺", "◆", "◆", "◆")
    assert name_of("KR") == "South Korea"
    assert name_of("KR", "de") == "Südkorea"
    assert name_of("KR", "pt-BR") == "Coreia do Sul"
    assert name_of("KR", "no such language") == "South Korea"


@given(st.sampled_from(sorted(list_countries())))
@settings(deadline=None)
def test_a_flag_reads_back_as_its_code(code: str) -> None:
    assert code_of_flag(flag_of(code)) == code
