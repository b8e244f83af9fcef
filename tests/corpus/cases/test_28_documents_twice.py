"""Case 28: a document, or nearly the same one, under two ids, and words recorded twice: notes, no errors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.corpus.check import check_with_remarks
from bot.corpus.checking.near_duplicates import NearDuplicates, make_sketch
from tests.support.sample_record import write_sample, write_vocabulary

STORY = (
    "LJUBLJANA, March 4 - Foreign Minister Ana Orel said on Tuesday “we go on with the talks for as long as it takes”. "
    "Reporters asked her afterwards whether the neighbouring government had answered the letter of last December. "
    "Officials of both ministries declined to comment on the timetable, although several diplomats expected progress. "
    "The commission inspects bridges, railways and harbours every summer and publishes recommendations in October. "
    "Opposition members criticised the agreement because parliament received the document only yesterday evening."
)
OTHER = (
    "PORT SORREL - Fishermen protested against licences, according to regional authorities, while engineers repaired "
    "lighthouses damaged during Sunday’s thunderstorms. Insurance companies estimated losses exceeding expectations. "
    "Schools reopened without electricity, teachers complained; volunteers distributed blankets throughout villages."
)
QUOTE = "we go on with the talks for as long as it takes"


def remarks(root: Path, second: str, **rest: Any) -> list[str]:
    write_vocabulary(root)
    write_sample(root, STORY, {"passage": STORY.split(". ", maxsplit=1)[0] + ".", "quotes": [QUOTE]}, name="first")
    passage = second.split(". ", maxsplit=1)[0].split(".\n", maxsplit=1)[0].rstrip(".") + "."
    report = {"passage": passage, "quotes": [QUOTE] if QUOTE in passage else []}
    statement = {"day": "2031-03-05"} | rest.pop("statement", {})
    write_sample(root, second, report, name="second", statement=statement, **rest)
    return [one.what for one in check_with_remarks(root / "data", root)[1]]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (STORY, "all of this document stands"),
        (STORY + " Nobody answered.", "of this document stands"),
        (STORY.replace("Reporters asked her afterwards", "Journalists then asked her"), "of this document stands"),
        (STORY.replace("LJUBLJANA, March 4 - ", ""), "of this document stands"),
        (STORY.replace(". ", ".\n\n"), "of this document stands"),
        (". ".join(STORY.split(". ")[:-1]) + ".", "of this document stands"),
    ],
)
def test_a_document_recorded_twice_is_noted(tmp_path: Path, text: str, what: str) -> None:
    (said,) = remarks(tmp_path, text)
    assert what in said
    assert "“seeds/first.txt” too, recorded in data/sources/first.yaml, line 1" in said


@pytest.mark.parametrize("text", [OTHER, "Ana Orel spoke.", OTHER + " " + STORY.split(". ", maxsplit=1)[0] + "."])
def test_other_documents_are_not_noted(tmp_path: Path, text: str) -> None:
    assert remarks(tmp_path, text) == []


def test_a_reason_that_is_recorded_ends_the_note(tmp_path: Path) -> None:
    assert remarks(tmp_path, STORY, source={"exceptions": {"twice": "Two newspapers printed it"}}) == []


def test_the_same_words_of_a_speaker_on_a_day_are_noted(tmp_path: Path) -> None:
    text = f"Elsewhere Ana Orel said “{QUOTE}”."
    (said,) = remarks(tmp_path, text, statement={"day": "2031-03-04"})
    assert said.startswith(
        "second-0 has a quotation of the same speaker and day as first-0, in data/sources/first.yaml"
    )
    assert remarks(tmp_path, text, statement={"day": "2031-03-05"}) == []


def test_texts_of_scripts_without_spaces_are_compared_too() -> None:
    text = "外務省の報道官は四日の記者会見で協議を続けると述べ橋は渡った後に焼くものではないと強調した"
    near = NearDuplicates()
    assert list(near.add(0, make_sketch(text))) == []
    assert [number for number, _ in near.add(1, make_sketch(text + "と伝えた"))] == [0]
