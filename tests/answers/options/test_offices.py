"""An office means who held it, then, for that country; a country in a title is never the speaker."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.options.errors import Ambiguous, NotUnderstood
from bot.answers.options.offices import read_office
from bot.answers.options.person_names import find_by_longer_form
from bot.answers.options.speakers import resolve_speaker
from bot.corpus.countries import list_countries
from bot.store.analysis.folding import fold
from bot.store.names.countries import country_names
from bot.store.names.directory import Directory
from bot.store.records import Name
from tests.answers.options.conftest import make_directory, read_countries

PEOPLE = {
    "orel": (["Ana Orel"], [("Foreign Minister", "SI", "2031")]),
    "vesk": (["Ada Vesk"], [("Ambassador to Russia", "SI", "2031"), ("Deputy Foreign Minister", "SI", "2029")]),
    "bron": (["Bo Bron"], [("Ambassador to Slovenia", "RU", "2031-05")]),
    "holm": (["Ulf Holm"], [("President", "FI", "2024/2030")]),
    "aalto": (["Tea Aalto"], [("President", "FI", "2030/2036")]),
    "sidorenko": (["Pavel Sidorenko"], [("Foreign Ministry spokesperson", "BY", "2031")]),
    "oshea": (["Aoife O’Shea-Ibáñez"], [("Prime Minister", "IE", "2031")]),
    "minamoto": (["Minamoto Jirō", "源次郎"], [("Foreign Minister", "JP", "2031")]),
    "tahan": (["Abd al-Karim al-Tahan"], [("Special Envoy for Sudan", "EG", "2031")]),
    "min-a": (["Park Min-su"], [("Vice Minister of Unification", "KR", "2031")]),
    "min-b": (["Park Min-su"], [("Vice Foreign Minister", "KP", "2031")]),
}


@pytest.fixture(scope="module")
def officials() -> Directory:
    records = read_countries()
    names = [
        Name("country", code, text, fold(text), usage)
        for code in list_countries()
        for text, usage in country_names(code, records.get(code))
    ]
    names += [
        Name("person", ref, text, fold(text), "also" if at else "name")
        for ref, (texts, _) in PEOPLE.items()
        for at, text in enumerate(texts)
    ]
    posts = [
        (ref, at, title, None, *rest) for ref, (_, roles) in PEOPLE.items() for at, (title, *rest) in enumerate(roles)
    ]
    return make_directory(names, posts)


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("Slovenia's ambassador to Russia", "vesk"), ("the Slovenian envoy in Moscow", "vesk"),
        ("ambassador of Slovenia in Russia", "vesk"), ("Botschafterin Sloweniens in Russland", "vesk"),
        ("Russian ambassador", "bron"), ("Russia's ambassador to Ljubljana", "bron"),
        ("Slovenian foreign minister", "orel"), ("foreign minister of Slovenia", "orel"),
        ("minister of foreign affairs of Slovenia", "orel"), ("deputy foreign minister of Slovenia", "vesk"),
        ("foreign ministry spokeswoman", "sidorenko"), ("the spokesman", "sidorenko"), ("premier", "oshea"),
        ("Foreign Minister Minamoto", "minamoto"), ("源外相", "minamoto"), ("源", "minamoto"),
        ("Pavel Ivanovich Sidorenko", "sidorenko"), ("P. Sidorenko", "sidorenko"), ("Sidorenko, Pavel", "sidorenko"),
        ("O'Shea", "oshea"), ("Ibanez", "oshea"), ("Tahan", "tahan"), ("Abdul Karim Tahan", "tahan"),
        ("special envoy for Sudan", "tahan"), ("Vice Foreign Minister Park Min-su", "min-b"),
    ],
)  # fmt: skip
def test_resolve_speaker_finds_who_held_an_office_or_has_a_fuller_name(
    officials: Directory, text: str, ref: str
) -> None:
    assert resolve_speaker(officials, "speaker", text) == ref


def test_resolve_speaker_takes_who_held_the_office_on_the_days_asked_for(officials: Directory) -> None:
    asked = "President of Finland"
    assert resolve_speaker(officials, "speaker", asked, (date(2031, 1, 1), date(2031, 12, 31))) == "aalto"
    assert resolve_speaker(officials, "speaker", asked, (date(2025, 1, 1), date(2025, 12, 31))) == "holm"
    with pytest.raises(Ambiguous) as caught:
        resolve_speaker(officials, "speaker", asked)
    assert {choice.label for choice in caught.value.candidates} == {
        "Ulf Holm (President, Finland, 2024 – 2030)", "Tea Aalto (President, Finland, 2030 – 2036)",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["ambassador to France", "President of Russia", "French foreign minister", "Slovenian prime minister"]
)
def test_resolve_speaker_never_takes_a_country_left_over_from_a_title(officials: Directory, text: str) -> None:
    with pytest.raises(NotUnderstood, match="nobody on record held the office"):
        resolve_speaker(officials, "speaker", text)


def test_namesakes_are_told_apart_by_office_and_years(officials: Directory) -> None:
    with pytest.raises(Ambiguous) as caught:
        resolve_speaker(officials, "speaker", "Park Min-su")
    assert {choice.label for choice in caught.value.candidates} == {
        "Park Min-su (Vice Minister of Unification, South Korea, 2031)",
        "Park Min-su (Vice Foreign Minister, North Korea, 2031)",
    }


@pytest.mark.parametrize("text", ["Peter Sidorenko", "Pavel Ivanov Petrov", "V. Sidorenko", "Sidorenko"])
def test_find_by_longer_form_takes_no_other_name_for_a_fuller_one(officials: Directory, text: str) -> None:
    assert find_by_longer_form(officials, text) == []


def test_read_office_parts_a_title_from_a_name(officials: Directory) -> None:
    office = read_office(officials, "Slovenian Ambassador to Russia Ada von der Vesk")
    assert office
    assert [set(office.words), set(office.holders), set(office.hosts)] == [{"ambassador"}, {"SI"}, {"RU"}]
    assert office.rest == ("ada", "von", "der", "vesk")
