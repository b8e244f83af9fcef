"""Tests for bot.ingest.documents.near_duplicates."""

from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.documents.near_duplicates import NearDuplicates
from tests.support.document_samples import ARTICLE_LINES

SEED_LIKE = (
    "\n\n".join(ARTICLE_LINES)
    + "\n\n"
    + "\n\n".join(
        f"Point {number}: the two governments will also look at the {word} of the canal before the summer begins."
        for number, word in enumerate(("locks", "banks", "bridges", "depth", "fees", "pilots", "harbours", "maps"))
    )
)
OTHER = (
    "Ostria's president opened a school in the north of the country on Friday and spoke of books and patience. "
    "Nobody asked about the canal, and the president did not mention it once in a speech of forty minutes."
)


def test_near_duplicates_knows_the_same_text_again() -> None:
    known = NearDuplicates([("a", SEED_LIKE), ("b", OTHER)])
    (found,) = known.find(SEED_LIKE)
    assert (found.key, found.jaccard, found.same) == ("a", 1.0, True)


def test_near_duplicates_ignores_marks_case_and_line_breaks() -> None:
    known = NearDuplicates([("a", SEED_LIKE)])
    (found,) = known.find(SEED_LIKE.upper().replace("“", '"').replace("”", '"').replace(" ", "\n"))
    assert found.same


def test_near_duplicates_finds_a_changed_name_and_an_added_line() -> None:
    known = NearDuplicates([("a", SEED_LIKE)])
    changed = SEED_LIKE.replace("Tomas Brede", "Thomas Brede") + "\n\nThe Gazette added this line of its own to it."
    (found,) = known.find(changed)
    assert 0.8 <= found.jaccard < 1
    assert not found.same


def test_near_duplicates_finds_a_story_that_was_cut_short() -> None:
    known = NearDuplicates([("a", SEED_LIKE)])
    (found,) = known.find(SEED_LIKE[: len(SEED_LIKE) // 2])
    assert found.jaccard < 0.8
    assert found.containment > 0.9


def test_near_duplicates_keeps_two_stories_apart() -> None:
    assert NearDuplicates([("a", SEED_LIKE)]).find(OTHER) == ()


def test_near_duplicates_compares_scripts_without_spaces() -> None:
    text = "外交部发言人表示，中方对此深表关切，并敦促各方保持克制，通过对话解决分歧，维护地区和平稳定。" * 2
    (found,) = NearDuplicates([("a", text)]).find(text.replace("深表关切", "深感关切"))
    assert not found.same


def test_near_duplicates_forgets_what_is_removed() -> None:
    known = NearDuplicates([("a", SEED_LIKE)])
    known.remove("a")
    assert known.find(SEED_LIKE) == ()
    assert len(known) == 0


@given(st.text(max_size=200), st.text(max_size=200))
def test_near_duplicates_measures_between_nought_and_one(text: str, other: str) -> None:
    known = NearDuplicates([("other", other)])
    for found in known.find(text, nearly=0.0, contained=0.0):
        assert 0.0 <= found.jaccard <= found.containment <= 1.0
        assert found.same == (found.jaccard == 1.0)


@given(st.text(min_size=1, max_size=200).filter(lambda text: any(map(str.isalnum, text))))
def test_near_duplicates_finds_every_text_itself(text: str) -> None:
    assert NearDuplicates([("it", text)]).find(text)[0].same
