import pytest

from bot.ingest.drafting.layout.headlines import assign_roles
from bot.ingest.drafting.layout.paragraphs import split_paragraphs
from bot.ingest.drafting.model import Block, BlockKind, DraftInput, Span

ARTICLE = """Orlavia ‘will not be hurried’, says minister

Envoy calls the note “a joke”

By Anna Holm, diplomatic correspondent

Karsk, 12 March 2031

Photo: The freighter Sever at anchor. “She is not going anywhere,” reads a banner. (VNA)

Ilse Marrow, the foreign minister, said on Tuesday that the talks would go on for as long as they had to.

A long memory

The talks began in June, and nobody in the capital expects them to end before the winter of next year.

Read also: “A gentle giant”: life aboard the Sever
"""


def roles(text: str, **given: object) -> dict[str, BlockKind]:
    paragraphs = split_paragraphs(text)
    assign_roles(DraftInput(text, **given), paragraphs)  # type: ignore[arg-type]
    return {one.text[:20]: one.role for one in paragraphs if one.role is not None}


def test_headlines_are_set_aside_with_all_that_is_not_text() -> None:
    assert roles(ARTICLE) == {
        "Orlavia ‘will not be": BlockKind.HEADLINE,
        "Envoy calls the note": BlockKind.SUBHEAD,
        "By Anna Holm, diplom": BlockKind.BYLINE,
        "Karsk, 12 March 2031": BlockKind.SUBHEAD,
        "Photo: The freighter": BlockKind.CAPTION,
        "A long memory": BlockKind.SUBHEAD,
        "Read also: “A gentle": BlockKind.TEASER,
    }


def test_headlines_believe_the_blocks_that_are_given() -> None:
    text = "Ilse Marrow said that the talks would go on for as long as they had to.\n\nOtto Lind said no."
    paragraphs = split_paragraphs(text)
    blocks = assign_roles(DraftInput(text, blocks=(Block(Span(0, 70), BlockKind.CAPTION),)), paragraphs)
    assert [block.kind for block in blocks] == [BlockKind.CAPTION]


@pytest.mark.parametrize(
    "line",
    [
        "Published on 12 March 2031 at 10:00",
        "© 2031 The Courier. All rights reserved.",
        "Subscribe to our newsletter",
        "# # #",
    ],
)
def test_headlines_know_boilerplate(line: str) -> None:
    text = "Ilse Marrow said on Tuesday that the talks would go on for as long as they had to.\n\n" + line
    assert set(roles(text).values()) == {BlockKind.BOILERPLATE}
