"""Whom a report names as the speaker is the statement's speaker, or the report says why not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.annotations import Span
from bot.corpus.checking.written_speakers import find_nested, fold_words
from tests.support.sample_record import (
    ORGANISATIONS,
    PEOPLE,
    TONES,
    list_problems,
    write_sample,
    write_vocabulary,
)

MINISTER = {"title": "Minister", "organisation": "sample-mofa", "attested": "2031"}
OTHERS: dict[str, Any] = {
    "pavel-sidorenko": {
        "name": "Pavel Sidorenko",
        "also": ["Павел Сидоренко", "Sidorenko, Pavel"],
        "roles": [MINISTER],
    },
    "park-min-su": {"name": "Park Min-su", "also": ["박민수"], "roles": [MINISTER]},
    "park-chol": {"name": "Park Chol", "roles": [MINISTER]},
    "aide": {"name": "A senior official", "unnamed": "yes", "spellings": [], "roles": [MINISTER]},
}
BODIES: dict[str, Any] = {
    "mir-government": {"name": "Government of Austria", "kind": "government", "country": "AT", "also": ["the cabinet"]},
}


def check(root: Path, written: str, who: Any = "ana-orel", **report: Any) -> list[str]:
    text = f"{written} said “we go on”."
    write_vocabulary(root, people=PEOPLE | OTHERS, organisations=ORGANISATIONS | BODIES, tones=TONES)
    said = {"passage": text, "quotes": ["we go on"], "as_written": {"speaker": written}, **report}
    write_sample(root, text, said, statement={"speaker": who})
    return [one.what for one in list_problems(root)]


@pytest.mark.parametrize(
    ("written", "speaker", "others"),
    [
        ("Pavel Sidorenko", "ana-orel", "pavel-sidorenko"),
        ("Foreign Minister Pavel Sidorenko", "ana-orel", "pavel-sidorenko"),
        ("PAVEL SIDORENKO", "ana-orel", "pavel-sidorenko"),
        ("Sidorenko", "ana-orel", "pavel-sidorenko"),
        ("Mr. Sidorenko", "ana-orel", "pavel-sidorenko"),
        ("Павел Сидоренко", "ana-orel", "pavel-sidorenko"),
        ("박민수", "ana-orel", "park-min-su"),
        ("Park Min su", "park-chol", "park-min-su"),
        ("Park", "ana-orel", "park-chol or park-min-su"),
        ("Ana Orel", "sample-mofa", "ana-orel"),
        ("Vienna", "sample-mofa", None),
        ("Austria", "sample-mofa", "AT"),
        ("the Cabinet", "ana-orel", "mir-government"),
        ("Foreign Ministry", "ana-orel", "sample-mofa"),
        ("Ana Orel", ["pavel-sidorenko", "park-chol"], "ana-orel"),
    ],
)
def test_a_name_of_another_party_is_refused(tmp_path: Path, written: str, speaker: Any, others: str | None) -> None:
    found = check(tmp_path, written, speaker)
    if others is None:
        assert found == []  # nothing in the records says that it is a name
    else:
        (what,) = found
        assert what.startswith(f"the speaker as written, “{written}”, is a name of {others}; the speaker is ")


@pytest.mark.parametrize(
    ("written", "speaker"),
    [
        ("Ana Orel", "ana-orel"),
        ("Orel", "ana-orel"),
        ("ANA OREL", "ana-orel"),
        ("Foreign Minister Orel", "ana-orel"),
        ("the minister", "ana-orel"),
        ("an aide to Pavel Sidorenko", "ana-orel"),
        ("Pavel Sidorenko’s spokeswoman", "ana-orel"),
        ("a spokesperson for Sidorenko", "ana-orel"),
        ("Park", "park-chol"),
        ("Orel and Sidorenko", "ana-orel"),
        ("Pavel Sidorenko", ["ana-orel", "pavel-sidorenko"]),
        ("Austria", "mir-government"),
        ("a senior official", "aide"),
        ("Slovenia", "sample-mofa"),
    ],
)
def test_a_name_of_the_speaker_or_of_nobody_passes(tmp_path: Path, written: str, speaker: Any) -> None:
    assert check(tmp_path, written, speaker) == []


@pytest.mark.parametrize(
    ("written", "speaker", "mark"),
    [
        ("Pavel Sidorenko", "ana-orel", {"speaker": "pavel-sidorenko"}),
        ("Pavel Sidorenko", "ana-orel", {"exceptions": {"speaker": "Both read out the text"}}),
        ("Pavel Sidorenko", "ana-orel", {"conflicts": [
            {"field": "speaker", "reading": "he", "against": "she", "believed": "against", "because": "Slip"}]}),
        ("Austria", "sample-mofa", {"attribution": "inferred", "inferred_how": "Its ministry was meant"}),
        ("Ana Orel", "sample-mofa", {"attribution": "inferred", "inferred_how": "She spoke for it"}),
    ],
)  # fmt: skip
def test_a_mark_allows_another_name(tmp_path: Path, written: str, speaker: Any, mark: dict[str, Any]) -> None:
    assert check(tmp_path, written, speaker, **mark) == []


def test_an_inference_does_not_turn_one_person_into_another(tmp_path: Path) -> None:
    assert len(check(tmp_path, "Pavel Sidorenko", attribution="inferred", inferred_how="The office")) == 1


def test_a_speaker_of_a_reports_own_is_held_against_its_name(tmp_path: Path) -> None:
    (what,) = check(tmp_path, "Ana Orel", speaker="park-chol")
    assert what.endswith("is a name of ana-orel; the speaker is park-chol")


@pytest.mark.parametrize("name", ["a-again", "z-again"])
def test_a_report_in_another_file_is_held_against_the_speaker(tmp_path: Path, name: str) -> None:
    assert check(tmp_path, "Ana Orel") == []
    text = "Pavel Sidorenko said “we go on”."
    report = {"passage": text, "quotes": ["we go on"], "as_written": {"speaker": "Pavel Sidorenko"}}
    write_sample(tmp_path, text, report, name=name, statement={"same_as": "sample-0"})
    (problem,) = list_problems(tmp_path)
    assert problem.file == f"data/sources/{name}.yaml"
    assert problem.what.startswith("the speaker as written, “Pavel Sidorenko”, is a name of pavel-sidorenko")


NESTED = "Ana Orel said: “Sidorenko told me ‘we shall pay for all of it’ and left.”"


@pytest.mark.parametrize(
    ("rest", "speaker", "fails"),
    [
        ({}, "pavel-sidorenko", True),
        ({"recounted_by": "park-chol"}, "pavel-sidorenko", True),
        ({"recounted_by": "ana-orel"}, "pavel-sidorenko", False),
        ({"exceptions": {"speaker": "He was there"}}, "pavel-sidorenko", False),
        ({}, "ana-orel", False),
        ({"speaker": "ana-orel"}, "pavel-sidorenko", False),
    ],
)
def test_a_quotation_in_anothers_quotation_says_so(
    tmp_path: Path, rest: dict[str, Any], speaker: str, fails: bool
) -> None:
    write_vocabulary(tmp_path, people=PEOPLE | OTHERS, organisations=ORGANISATIONS, tones=TONES)
    outer = {"passage": NESTED, "quotes": [NESTED[16:-1]]}
    write_sample(tmp_path, NESTED, outer)
    file = tmp_path / "data/sources/sample.yaml"
    record = json.loads(file.read_text("utf-8"))
    inner = {"kind": "mixed", "passage": NESTED, "quotes": ["we shall pay for all of it"], **rest}
    record["statements"].append(record["statements"][0] | {"id": "inner", "speaker": speaker, "report": inner})
    file.write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    found = [one.what for one in list_problems(tmp_path)]
    assert found == (
        ["“we shall pay for all of it” stands inside a quotation of ana-orel, who tells what was said"] if fails else []
    )


SPANS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 8), st.integers(0, 3)).map(
        lambda one: (Span(one[0], one[0] + one[1]), one[2])
    ),
    max_size=8,
)


@given(SPANS)
def test_nested_stretches_are_found_whatever_their_order(spans: list[tuple[Span, int]]) -> None:
    # Quotations never cross one another; of those that do nothing is promised.
    spans = [one for one in spans if not any(_cross(one[0], other[0]) for other in spans)]
    wanted = {
        (entry, span)
        for span, entry in spans
        for outer, other in spans
        if other != entry and outer != span and outer.start <= span.start and span.end <= outer.end
    }
    assert {(inner, span) for inner, _, span in find_nested(spans)} == wanted
    assert {(inner, span) for inner, _, span in find_nested(spans[::-1])} == wanted


def _cross(one: Span, other: Span) -> bool:
    return one.start < other.start < one.end < other.end or other.start < one.start < other.end < one.end


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("O’Dell", ("odell",)), ("Ho-jin", ("ho", "jin")), ("Orel’s", ("orel", "s")), ("U.S.", ("us",)),
        ("D’Souza", ("dsouza",)), ("Zinóviev", ("zinoviev",)), ("ÇELİK", ("celik",)),
    ],
)  # fmt: skip
def test_names_are_compared_without_case_accents_and_marks(text: str, words: tuple[str, ...]) -> None:
    assert fold_words(text) == words
