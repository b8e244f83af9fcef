from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.drafting.layout.paragraphs import split_paragraphs

WRAPPED = """KARSK, May 3 - The foreign minister of Orlavia, Ilse Marrow, said on
Tuesday that her government “will not accept” the new tariffs imposed by
Veldania, and warned that “every step will be answered in kind.”

    Otto Lind, prime minister of Veldania, in a letter to the paper: "I
        have read it."
Ilse Marrow, foreign minister, Karsk Courier: "So have I."
"""


def test_paragraphs_join_lines_broken_at_a_column() -> None:
    first = split_paragraphs(WRAPPED)[0]
    assert first.text.startswith("KARSK")
    assert first.text.endswith("in kind.”")


def test_paragraphs_part_the_lines_of_a_list() -> None:
    texts = [one.text for one in split_paragraphs(WRAPPED)]
    assert texts[1].endswith('have read it."')
    assert texts[2].startswith("Ilse Marrow")


def test_paragraphs_take_long_lines_for_paragraphs() -> None:
    text = ("A sentence that goes on for long. " * 5).strip() + "\n" + ("Another one that does so, too. " * 5).strip()
    assert len(split_paragraphs(text)) == 2


@given(st.text(alphabet="aB .,:\n\r\t\u2028-", max_size=300))
def test_paragraphs_hold_every_word_once(text: str) -> None:
    paragraphs = split_paragraphs(text)
    assert "".join("".join(one.text.split()) for one in paragraphs) == "".join(text.split())
    assert all(one.span.of(text) == one.text for one in paragraphs)
