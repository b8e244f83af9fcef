import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.drafting.layout.paragraphs import split_paragraphs
from bot.ingest.drafting.layout.quotation_marks import find_quotations


def quoted(text: str) -> list[str]:
    return [one.span.of(text) for one in find_quotations(text, split_paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('He said “one thing” and "another thing".', ["one thing", "another thing"]),
        ("„So nicht“, sagte er. «Ainsi», dit-elle.", ["So nicht", "Ainsi"]),
        ("외교부는 「책임 있게」 행동하라고 했다.", ["책임 있게"]),
        (
            "‘The ministers’ view is clear,’ she said, ‘and it’s final.’",
            ["The ministers’ view is clear,", "and it’s final."],
        ),
        ("'Not so,' Reth said of the ministers' talks.", ["Not so,"]),
        ("‘He called it “a reminder”,’ she said.", ["He called it “a reminder”,"]),
        ("A 15\" gun fired “a warning” at Russia's '90s fleet.", ["a warning"]),
        ("“Nobody was forced, Otto Lind said.", ["Nobody was forced,"]),
        ("Nobody was forced to stop,” Otto Lind said.", ["Nobody was forced to stop,"]),
        ("“We will not pay,’ said Petra Vahl.", ["We will not pay,"]),
        ("‘The boats are ours,” she said.", ["The boats are ours,"]),
        ('“Opens curly, closes straight," he said.', ["Opens curly, closes straight,"]),
    ],
)
def test_marks_find_whole_quotations(text: str, wanted: list[str]) -> None:
    assert quoted(text) == wanted


def test_marks_tell_a_quotation_that_runs_over_paragraphs() -> None:
    text = "“This is the first half of it.\n\n“And this is the second,” he said."
    first, second = find_quotations(text, split_paragraphs(text))
    assert not first.closed
    assert second.continues
    assert second.closed


def test_marks_tell_single_quotations_over_paragraphs() -> None:
    text = "She said: ‘This is the first half of it.\n\n‘And this is the second,’ he said."
    first, second = find_quotations(text, split_paragraphs(text))
    assert (first.closed, second.continues) == (False, True)


def test_marks_keep_what_is_nested() -> None:
    text = "“He called it ‘a friendly reminder’ and left,” she said."
    (one,) = find_quotations(text, split_paragraphs(text))
    assert [span.of(text) for span in one.nested] == ["a friendly reminder"]


@given(st.text(alphabet="ab “”\"‘’'«».,!?\n-", max_size=120))
def test_marks_give_spans_inside_the_text_in_order(text: str) -> None:
    found = find_quotations(text, split_paragraphs(text))
    for one in found:
        assert 0 <= one.outer.start <= one.span.start <= one.span.end <= one.outer.end <= len(text)
    assert [one.span.start for one in found] == sorted(one.span.start for one in found)
