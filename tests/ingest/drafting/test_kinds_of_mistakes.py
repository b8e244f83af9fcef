"""Kinds of slips and short forms on which a draft once went wrong, in sentences of invented officials."""

from __future__ import annotations

import re

import pytest

from bot.ingest.drafting.model import Band, Draft, Kind
from tests.support.drafting_cases import Drafting, said


def _one(drafting: Drafting, text: str, words: str) -> Draft:
    """Return the draft whose quotation, else clause, begins with these words."""
    found = [
        one
        for one in drafting(text).drafts
        if any(span.of(text).startswith(words) for span in (one.quotations or (one.clause,)))
    ]
    assert len(found) == 1, said(drafting(text), text)
    return found[0]


def _speakers(one: Draft) -> list[str]:
    return [party.name for party in one.speakers]


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Sheikh Yunus Qadir al-Rashdi said: “The well is ours.”", "The well", "Yunus Qadir al-Rashdi"),
        ("Karim bin Nasir al-Haddad spoke. “It is over,” al-Haddad said.", "It is", "Karim bin Nasir al-Haddad"),
        ("Karim bin Nasir al-Haddad spoke. “It is over,” Haddad said.", "It is", "Karim bin Nasir al-Haddad"),
        ("Salma bint Khalid al-Farsi said: “We shall wait.”", "We shall", "Salma bint Khalid al-Farsi"),
        ("Commodore Jens Falk-Oster said: “The ship is gone.”", "The ship", "Jens Falk-Oster"),
        ("Sir Edgar Holt-Vane arrived. Sir Edgar said: “I came alone.”", "I came", "Edgar Holt-Vane"),
        ("The Orlavian Admiralty said: “The cable is whole.”", "The cable", "Orlavian Admiralty"),
    ],
)
def test_names_are_read_whole(drafting: Drafting, text: str, words: str, name: str) -> None:
    assert _speakers(_one(drafting, text, words)) == [name]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sir Edgar Holt-Vane arrived. Sir Edger himself said only: “I leave with two.”", "I leave"),
        ("Minister Talvik said: “The boats are safe.”", "The boats"),
        ("The Harbour Authority met. The Harbour Authorty said: “The berth is free.”", "The berth"),
    ],
)
def test_partial_or_misspelt_name_is_never_sure(drafting: Drafting, text: str, words: str) -> None:
    assert _one(drafting, text, words).band is not Band.SURE


def test_paper_with_article_in_its_name_hands_on(drafting: Drafting) -> None:
    text = "The daily al-Manara reported that Otto Lind had called the farmers “guests”."
    (one,) = drafting(text).drafts
    assert (_speakers(one), [link.name for link in one.via]) == (["Otto Lind"], ["al-Manara"])


def test_paper_named_before_is_the_paper_again(drafting: Drafting) -> None:
    text = "The daily al-Manara wrote of boats. “We asked nobody,” Otto Lind told al-Manara on Monday."
    assert [link.name for link in _one(drafting, text, "We asked").via] == ["al-Manara"]


def test_both_sides_of_a_telephone_call_spoke(drafting: Drafting) -> None:
    text = "Ilse Marrow spoke to Prime Minister Otto Lind by telephone on Tuesday."
    (one,) = drafting(text).drafts
    assert _speakers(one) == ["Ilse Marrow", "Otto Lind"]


def test_promise_recounted_in_a_quotation_is_the_promisers(drafting: Drafting) -> None:
    text = (
        "Veldania’s president, Jonas Feld, came to Karsk. “The President gave me his word that the posts will go,” "
        "Ilse Marrow told VNA. “I believe him.”"
    )
    one = _one(drafting, text, "The President gave")
    assert _speakers(one) == ["Jonas Feld"]
    assert one.recounted_by is not None
    assert one.recounted_by.name == "Ilse Marrow"
    assert [link.name for link in one.via] == ["VNA", "Ilse Marrow"]
    assert one.band is not Band.SURE
    assert _speakers(_one(drafting, text, "I believe")) == ["Ilse Marrow"]


def test_denial_in_a_quotation_gives_no_words_to_the_one_it_denies_for(drafting: Drafting) -> None:
    text = "“Otto Lind said nothing of the kind, and he said it before eleven witnesses,” Tomas Brandt wrote."
    (one,) = drafting(text).drafts
    assert _speakers(one) == ["Tomas Brandt"]


def test_it_is_the_house_named_before_in_the_sentence(drafting: Drafting) -> None:
    text = "It was not clear whom the Orlavian embassy had in mind when it complained of “a man without maps.”"
    assert _speakers(_one(drafting, text, "a man")) == ["the Orlavian embassy"]


def test_it_after_an_offices_statement_is_the_office(drafting: Drafting) -> None:
    text = "Ilse Marrow’s office confirmed the promise. “The minister keeps her word,” it said."
    assert _speakers(_one(drafting, text, "The minister keeps")) == ["Ilse Marrow’s office"]


def test_her_office_is_that_of_the_person_meant(drafting: Drafting) -> None:
    text = "Salma bint Khalid al-Farsi came on Monday. The talks went well, according to her office."
    assert _speakers(_one(drafting, text, "The talks")) == ["office of Salma bint Khalid al-Farsi"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Otto Lind has accepted. So has Ilse Marrow.", ("indirect", "Ilse Marrow", "So has Ilse Marrow")),
        ("Orlavia said the boats were stolen. Veldania denies it.", ("indirect", "Veldania", "denies it")),
        ("Otto Lind rejected this.", ("indirect", "Otto Lind", "rejected this")),
        ("The Orlavian side took note.", ("indirect", "Orlavia", "took note")),
        ("Otto Lind made clear that nobody would pay.", ("indirect", "Otto Lind", "nobody would pay")),
    ],
)
def test_short_answers_are_drafted(drafting: Drafting, text: str, wanted: tuple[str, str, str]) -> None:
    assert wanted in said(drafting(text), text)


def test_so_after_nothing_said_is_no_statement(drafting: Drafting) -> None:
    assert drafting("The rain has stopped. So has Ilse Marrow.").drafts == ()


def test_what_one_side_makes_clear_is_not_the_other_sides(drafting: Drafting) -> None:
    text = "Ilse Marrow made clear that the seizure was unlawful and that Veldania expects an answer."
    assert all(_speakers(one) == ["Ilse Marrow"] for one in drafting(text).drafts)


@pytest.mark.parametrize(
    "text",
    [
        "Otto Lind told the envoy that the talks “will be met with a firm response from the international community.”",
        "Otto Lind said the plan “is no answer by any honest government to a threat of war.”",
        "Ilse Marrow warned that “a statement from the guild against the tariff is not worth its paper.”",
    ],
)
def test_no_speaker_lies_inside_the_statements_own_quotation(drafting: Drafting, text: str) -> None:
    for one in drafting(text).drafts:
        for party in (*one.speakers, *one.via, *one.addressees):
            assert not re.search(r"[“”\"„«»]", party.name)
            assert party.written is None or not any(span.covers(party.written) for span in one.quotations)


def test_account_of_one_side_is_handed_on_by_it(drafting: Drafting) -> None:
    text = (
        "Ilse Marrow spoke with Otto Lind on Tuesday.\n\n"
        "The Orlavian Foreign Ministry published its own account of the call. It reads as follows:\n\n"
        "    The prime minister, Otto Lind, asked for two boats. He stated that no note had come.\n\n"
        "    Otto Lind warned of a long winter.\n\n"
        "Otto Lind promised a reply."
    )
    links = {
        one.clause.of(text): [link.name for link in one.via]
        for one in drafting(text).drafts
        if one.kind is Kind.INDIRECT
    }
    house = ["Foreign Ministry of Orlavia"]
    assert links.pop("promised a reply") == []
    assert len(links) >= 2
    assert all(link == house for link in links.values())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Otto Lind said that she had 'listened more than she talked.", "listened more than she talked"),
        ('He came late. Otto Lind said he would go " at an hour\'s notice " .', " at an hour's notice"),
        ('Work will begin "when the weather allows it and not before, said Otto Lind.', "when the weather allows it"),
        ("“We were not asked. said Otto Lind, on his way out.", "We were not asked."),
    ],
)
def test_quotation_with_a_lost_or_loose_mark_is_still_cut_right(drafting: Drafting, text: str, words: str) -> None:
    one = _one(drafting, text, words)
    assert _speakers(one) == ["Otto Lind"]
    assert "Lind" not in one.quotations[0].of(text)


def test_day_of_the_line_that_brings_a_quotation_in_is_carried(drafting: Drafting) -> None:
    text = "Ilse Marrow issued an appeal in Karsk on Tuesday:\n\n“Count the boats first.\n\n“And count the witnesses.”"
    for words in ("Count the boats", "And count"):
        day = _one(drafting, text, words).day
        assert day is not None
        assert day.day == "2032-02-03"


def test_the_same_day_is_that_of_the_act_before(drafting: Drafting) -> None:
    text = "Orlavia published the letters in full on Tuesday. Veldania recalled its ambassador the same day."
    assert [one.day.day for one in drafting(text).drafts if one.day] == ["2032-02-03", "2032-02-03"]
