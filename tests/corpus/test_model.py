"""The record format: what a language tag, a file's name and a kind of event may be."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from bot.corpus.model import EVENT_KINDS, is_file_name
from tests.support.editable_corpus import SECOND_TEXT, EditableCorpus

FIRST, SECOND = "data/sources/first.yaml", "data/sources/second.yaml"
NAMES = (
    "seeds/2024/06/readout.txt", "seeds/my file.txt", "seeds/doc(1).txt", "seeds/réadout.txt", "seeds/성명.txt",
    "seeds/.hidden/a", "seeds/a..b.txt", "seeds/[draft] note #2.txt",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_document_may_have_any_folders_and_any_name(corpus: EditableCorpus, name: str) -> None:
    (corpus.root / "seeds/second.txt").unlink()
    corpus.write(name, SECOND_TEXT)
    corpus.change(SECOND, "seeds/second.txt", f'"{name}"')
    assert corpus.problems() == []


@pytest.mark.parametrize(
    "name", ["seeds", "seeds/", "/seeds/a", "seeds/../a", "seeds/a/../../b", "seeds//a", "a", "seeds/./a", "seeds/a\\b",
             "seeds/a\nb", "seeds/a\x00"]
)  # fmt: skip
def test_a_file_name_never_leads_out_of_seeds(name: str) -> None:
    assert not is_file_name(name)


def test_a_document_in_a_linked_folder_outside_of_seeds_is_never_opened(corpus: EditableCorpus, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (outside / "second.txt").write_bytes(SECOND_TEXT.encode())
    (corpus.root / "seeds/sub").symlink_to(outside)
    corpus.change(SECOND, "seeds/second.txt", "seeds/sub/second.txt")
    assert "is not a file within seeds/" in corpus.only_problem().what


@pytest.mark.parametrize("tag", ["en", "ko", "pt-BR", "zh-Hant-TW", "es-419", "sr-Latn", "de-1996", "kok", "en-x-wire"])
def test_a_source_may_be_in_any_language_of_bcp_47(corpus: EditableCorpus, tag: str) -> None:
    corpus.change(SECOND, "  title: No toll\n", f"  title: No toll\n  language: {tag}\n")
    assert corpus.problems() == []


@pytest.mark.parametrize("tag", ["english", "EN", "en_GB", "e", "pt-br-", "zh-hant"])
def test_what_is_no_language_tag_is_refused(corpus: EditableCorpus, tag: str) -> None:
    corpus.change(SECOND, "  title: No toll\n", f"  title: No toll\n  language: {tag}\n")
    problem = corpus.only_problem()
    assert problem.what == f"“{tag}” in `language` is not a language tag"
    assert problem.todo.startswith("write one of BCP 47")


@pytest.mark.parametrize("kind", sorted(EVENT_KINDS))
def test_an_event_may_be_of_any_reviewed_kind(corpus: EditableCorpus, kind: str) -> None:
    corpus.change("data/vocabulary.yaml", "kind: meeting", f"kind: {kind}")
    assert corpus.problems() == []


def test_a_team_adds_kinds_of_event_of_its_own(corpus: EditableCorpus) -> None:
    corpus.change("data/vocabulary.yaml", "kind: meeting", "kind: lighthouse-vigil")
    problem = corpus.only_problem()
    assert problem.what == "there is no kind of event “lighthouse-vigil”"
    assert "add it under `event_kinds`" in problem.todo
    own = "event_kinds:\n  lighthouse-vigil: {label: Vigil, means: A night at the lamp}\n"
    corpus.change("data/sources/first.yaml", "source:\n", f"{own}source:\n")
    assert corpus.problems() == []


def test_a_slip_in_a_kind_of_event_is_told_with_the_nearest(corpus: EditableCorpus) -> None:
    corpus.change("data/vocabulary.yaml", "kind: meeting", "kind: meetings")
    assert "did you mean `meeting`?" in corpus.only_problem().todo


def test_an_exception_names_the_rule_and_the_reason(corpus: EditableCorpus) -> None:
    corpus.change(SECOND, "    report:\n", "    report:\n      exceptions: {day: Printed under an embargo.}\n")
    assert corpus.problems() == []
    corpus.change(SECOND, "exceptions: {day:", "exceptions: {weather:")
    assert "unknown key “weather”" in corpus.only_problem().what


def test_a_document_is_still_compared_with_its_digest(corpus: EditableCorpus) -> None:
    corpus.write("seeds/2031/second.txt", SECOND_TEXT + "!")
    corpus.change(SECOND, "seeds/second.txt", "seeds/2031/second.txt")
    digest = hashlib.sha256(f"{SECOND_TEXT}!".encode()).hexdigest()
    assert corpus.only_problem().what == f"the document's SHA-256 is {digest}, not the one recorded"


PARTIES = """\
countries:
  NATO: {kind: alliance, members: [LI, AD], seat: BE, also: [North Atlantic Alliance]}
  EU: {name: European Union, kind: union, sign: 🇪🇺}
  XQ: {name: Lamp Coast, kind: territory}
  TW: {name: Taiwan}
"""


@pytest.mark.parametrize("code", ["NATO", "EU", "XQ", "SUHH", "CSXX", "TW"])
def test_a_party_that_is_no_state_may_be_wherever_a_country_may(corpus: EditableCorpus, code: str) -> None:
    corpus.write("data/countries.yaml", PARTIES)
    corpus.change(FIRST, "    to: LI\n    about: [LI]\n", f"    to: {code}\n    about: [{code}]\n    side: {code}\n")
    corpus.change("data/vocabulary.yaml", "    country: AD\n", f"    country: {code}\n")
    statement = corpus.check().corpus.statements["quillfeather-refuses-toll"]
    assert statement.sides == (code,)
    assert statement.record.to == statement.record.about == (code,)


@pytest.mark.parametrize("about", ["ada-quillfeather", "sea-office", "[LI, sea-office]"])
def test_a_statement_may_be_about_a_person_or_an_organisation(corpus: EditableCorpus, about: str) -> None:
    corpus.change(FIRST, "    about: [LI]\n", f"    about: {about}\n")
    assert corpus.problems() == []


@pytest.mark.parametrize(
    ("key", "what"),
    [("KOR", "“KOR” is a country's code of three letters"), ("QZ", "“QZ” is no country's code")],
)
def test_a_party_takes_no_code_of_a_country(corpus: EditableCorpus, key: str, what: str) -> None:
    corpus.write("data/countries.yaml", f"countries:\n  {key}: {{kind: other}}\n")
    assert corpus.only_problem().what == what


def test_a_speaker_may_speak_for_no_side(corpus: EditableCorpus) -> None:
    corpus.change(FIRST, "    to: LI\n", "    to: LI\n    side: none\n")
    statement = corpus.check().corpus.statements["quillfeather-refuses-toll"]
    assert statement.sides == ()
    assert [speaker.side for speaker in statement.speakers] == [None]


def test_a_role_may_be_without_a_known_time(corpus: EditableCorpus) -> None:
    corpus.change("data/vocabulary.yaml", "        attested: 2031-03-04/2031-03-06\n", "")
    (speaker,) = corpus.check().corpus.statements["quillfeather-refuses-toll"].speakers
    assert (speaker.role, speaker.side) == ("Harbour Minister", "AD")


def test_a_role_of_known_time_wins_over_one_of_unknown_time(corpus: EditableCorpus) -> None:
    corpus.change("data/vocabulary.yaml", "    roles:\n", "    roles:\n      - {title: Poet, country: LI}\n")
    (speaker,) = corpus.check().corpus.statements["quillfeather-refuses-toll"].speakers
    assert speaker.role == "Harbour Minister"
    corpus.change(FIRST, "    to: LI\n", "    to: LI\n    role: Poet\n")
    (speaker,) = corpus.check().corpus.statements["quillfeather-refuses-toll"].speakers
    assert (speaker.role, speaker.side) == ("Poet", "LI")


@pytest.mark.parametrize(
    "keys",
    [
        "at: 2031-03-04T10:30:00+01:00", "vote: abstained", "note: The team heard this.", "was: [old-id, older]",
        "merged: another-id", "corrections: [{day: 2031-04-01, what: The addressee was wrong.}]",
        "relations: {answers: sea-office-regrets, denies: [sea-office-regrets]}",
    ],
)  # fmt: skip
def test_a_statement_may_have_what_else_is_true_of_it(corpus: EditableCorpus, keys: str) -> None:
    corpus.change(FIRST, "    to: LI\n", f"    to: LI\n    {keys}\n")
    assert corpus.problems() == []


def test_a_relation_names_a_statement_that_is_recorded(corpus: EditableCorpus) -> None:
    corpus.change(FIRST, "    to: LI\n", "    to: LI\n    relations: {answers: sea-office-regret}\n")
    problem = corpus.only_problem()
    assert problem.what == "there is no statement “sea-office-regret”"
    assert problem.todo.startswith("did you mean `sea-office-regrets`?")


@pytest.mark.parametrize(
    "keys",
    [
        "locator: {page: 12, time: '00:31:20'}", "translated: {language: ko, by: interpreter}",
        "translations: [{language: fr, text: Elle ne paiera pas., by: team}]",
        "translations: [{language: fr, text: Elle ne paiera pas., by: tide-wire}]",
    ],
)  # fmt: skip
def test_a_report_may_say_where_it_is_and_whose_translation(corpus: EditableCorpus, keys: str) -> None:
    corpus.change(SECOND, "    report:\n", f"    report:\n      {keys}\n")
    assert corpus.problems() == []


def test_a_translation_says_whose_it_is(corpus: EditableCorpus) -> None:
    corpus.change(SECOND, "    report:\n", "    report:\n      translated: {language: ko, by: somebody}\n")
    assert "take one of team, publisher, interpreter, speaker" in corpus.only_problem().todo


def test_an_unnamed_official_is_a_person_of_its_own(corpus: EditableCorpus) -> None:
    corpus.change("data/vocabulary.yaml", "organisations:\n",
                  "  senior-harbour-official: {name: a senior official of the Ministry of Harbours, unnamed: yes}\n"
                  "organisations:\n")  # fmt: skip
    assert corpus.check().corpus.people["senior-harbour-official"].unnamed


def test_a_withdrawn_statement_says_why_and_what_to_read_instead(corpus: EditableCorpus) -> None:
    entry = "{because: The source was a hoax., instead: sea-office-regrets}"
    corpus.write("data/withdrawn.yaml", f"withdrawn:\n  buoy-broke: {entry}\n")
    assert corpus.problems() == []
    corpus.change("data/withdrawn.yaml", "instead: sea-office-regrets", "instead: sea-ofice-regrets")
    assert corpus.only_problem().what == "there is no statement “sea-ofice-regrets”"
