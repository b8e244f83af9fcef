"""Tests for bot.ingest.documents.formats.html and its parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.documents.child.extraction import extract_document
from bot.ingest.documents.errors import DocumentError, Reason
from bot.ingest.documents.formats.html import fill_gaps
from bot.ingest.documents.formats.html_lines import HtmlLine
from bot.ingest.documents.model import BlockKind, ReadDocument
from tests.support.document_samples import ARTICLE_LINES, make_page

STORY = "".join(f"<p>{line}</p>" for line in ARTICLE_LINES[2:])
JSON_LD = (
    '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "'
    + ARTICLE_LINES[0]
    + '", "datePublished": "2031-06-12T18:30:00+02:00", "author": [{"name": "Ilse Marn"}], '
    '"publisher": {"name": "Varland Gazette"}}]}</script>'
)


def read(body: str, head: str = "", url: str | None = None) -> ReadDocument:
    return extract_document(make_page(body, head), "page.html", "text/html", url)


def list_blocks(document: ReadDocument, kind: BlockKind) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.kind is kind]


def list_running(document: ReadDocument) -> list[str]:
    spans = document.list_running_text()
    return [line for start, end in spans for line in document.text[start:end].split("\n") if line.strip()]


def test_html_sets_everything_aside_that_is_no_story() -> None:
    last = "The talks go on in the autumn, as both of the embassies have said."
    document = read(
        f"<article><h1>{ARTICLE_LINES[0]}</h1><p class='standfirst'>The minister speaks of a red line</p>"
        "<div class='byline'>By Ilse Marn</div><time>12 June 2031</time>"
        f"<figure><img><figcaption>The canal.</figcaption></figure>{STORY}<h2>What comes next</h2><p>{last}</p>"
        "<div class='related-links'><h3>More</h3><ul><li>Ostria opens canal</li></ul></div></article>",
        JSON_LD,
    )
    assert list_running(document) == [
        *ARTICLE_LINES[2:],
        last,
    ]
    assert list_blocks(document, BlockKind.HEADLINE) == [ARTICLE_LINES[0]]
    assert list_blocks(document, BlockKind.TEASER) == ["The minister speaks of a red line"]
    assert list_blocks(document, BlockKind.BYLINE) == ["By Ilse Marn"]
    assert list_blocks(document, BlockKind.DATE_LINE) == ["12 June 2031"]
    assert list_blocks(document, BlockKind.CAPTION) == ["The canal."]
    assert list_blocks(document, BlockKind.SUBHEAD) == ["What comes next"]
    assert list_blocks(document, BlockKind.READ_ALSO) == ["More", "Ostria opens canal"]
    assert list_blocks(document, BlockKind.BOILERPLATE) == ["Home World", "All rights reserved. Varland Gazette 2031."]


def test_html_reads_what_the_page_says_of_itself() -> None:
    head = JSON_LD + '<link rel="canonical" href="https://gazette.example/canal">'
    document = read(f"<h1>{ARTICLE_LINES[0]}</h1>{STORY}", head)
    assert document.title is not None
    assert (document.title.value, document.authors) == (ARTICLE_LINES[0], ("Ilse Marn",))
    assert document.publisher is not None
    assert document.publisher.value == "Varland Gazette"
    assert document.published is not None
    assert (document.published.day, document.published.at) == ("2031-06-12", "2031-06-12T18:30:00+02:00")
    assert "datePublished" in document.published.how
    assert document.address is not None
    assert document.address.value == "https://gazette.example/canal"
    assert document.language is not None
    assert document.language.code == "en"


def test_html_takes_the_author_from_an_element_marked_so() -> None:
    document = read(f"<h1>Toll</h1><div><span class='author'>Ilse Marn</span> | June 12, 2031</div>{STORY}")
    assert document.authors == ("Ilse Marn",)
    assert document.byline is not None
    assert "marked as its author" in document.byline.how or document.byline.value.startswith("Ilse Marn")


def make_line(text: str, parent: int, kind: BlockKind | None = None) -> HtmlLine:
    return HtmlLine(text, kind, "", parent, True, False, False, False)


def test_fill_gaps_takes_back_a_sentence_between_two_of_the_story() -> None:
    lines = [
        make_line("The first paragraph of the story.", 1),
        make_line("A sentence that the library left out here.", 1),
        make_line("Share", 1),
        make_line("A sentence of another element, which is no story.", 7),
        make_line("A caption that is known to be one, and ends.", 1, BlockKind.CAPTION),
        make_line("The last paragraph of the story.", 1),
        make_line("A sentence after the story, which nobody wants.", 1),
    ]
    inside = [True, False, False, False, False, True, False]
    fill_gaps(lines, inside)
    assert inside == [True, True, False, False, False, True, False]


def test_html_names_both_days_where_code_and_page_differ() -> None:
    document = read(f"<h1>{ARTICLE_LINES[0]}</h1><p>Published: 10 June 2031</p>{STORY}", JSON_LD)
    assert document.published is not None
    assert document.published.day == "2031-06-12"
    assert any("2031-06-10" in warning and "2031-06-12" in warning for warning in document.warnings)


def test_html_shows_the_day_of_the_page_for_one_instant_in_two_zones() -> None:
    head = '<meta property="article:published_time" content="2031-06-12T16:30:00Z">'
    document = read(f"<h1>{ARTICLE_LINES[0]}</h1><p>Posted on: 2031-06-13 01:30 KST</p>{STORY}", head)
    assert document.published is not None
    assert document.published.day == "2031-06-13"
    assert not any("Two days" in warning for warning in document.warnings)


def test_html_keeps_characters_as_the_page_has_them() -> None:
    document = read(
        f"<h1>Toll</h1>{STORY}<p>The toll of 10&nbsp;crowns for co&shy;operation “stays”, they said on Friday.</p>"
    )
    assert "10\u00a0crowns for co\u00adoperation “stays”" in document.text
    assert {each.kind for each in document.special_characters} == {"no-break space", "soft hyphen"}


def test_html_writes_the_marks_that_the_style_sets() -> None:
    document = read(
        f"<h1>Toll</h1>{STORY}<p>The ambassador spoke of a <q>frank talk</q> when he left the ministry.</p>"
    )
    assert "a “frank talk” when" in document.text
    assert any("element q" in warning for warning in document.warnings)


def test_html_shows_nothing_that_a_browser_hides() -> None:
    document = read(
        f"<h1>Toll</h1>{STORY}<script>var a = 'secret one'</script><style>.secret {{}}</style><p hidden>secret two</p>"
        "<p style='display: none'>secret three</p><noscript>secret four</noscript><template>secret five</template>"
        "<!-- secret six --><textarea>secret seven</textarea>"
    )
    assert "secret" not in document.text


def test_html_decodes_by_the_meta_element() -> None:
    page = make_page(f"<h1>통행료</h1>{STORY}").decode().replace("utf-8", "euc-kr").encode("cp949")
    assert "통행료" in extract_document(page, "page.html").text


def test_html_takes_the_address_for_a_publisher_where_no_other_is_named() -> None:
    document = read(f"<h1>{ARTICLE_LINES[0]}</h1>{STORY}", url="https://www.gazette.example/news/1")
    assert document.publisher is not None
    assert document.publisher.value == "gazette.example"


@pytest.mark.parametrize(
    "page", [b"<html></html>", b"<html><body><script>x</script></body></html>", b"<!doctype html>"]
)
def test_html_without_text_is_answered_as_empty(page: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        extract_document(page, "page.html")
    assert caught.value.reason is Reason.EMPTY


def test_html_nested_too_deep_is_refused() -> None:
    for element in ("<div>", "<b>", "<ul><li>"):
        with pytest.raises(DocumentError, match="nested more than") as caught:
            extract_document(b"<html><body>" + element.encode() * 5_000 + b"text", "page.html")
        assert caught.value.reason is Reason.TOO_DEEP


def test_html_survives_json_that_is_none() -> None:
    head = (
        '<script type="application/ld+json">' + "[" * 5_000 + '</script><script type="application/ld+json">{,}</script>'
    )
    assert ARTICLE_LINES[3] in read(f"<h1>Toll</h1>{STORY}", head).text


PIECES = st.sampled_from(
    ["<p>", "</p>", "<div class='related'>", "</div>", "<h1>", "</h1>", "<q>", "<b", "&nbsp;", "&#0;", "text ",
     "“", "<pre>", "<td>", "</table>", "<br>", "<!--", "-->", "]]>", "<svg>",
     "A whole sentence stands here for once, and it ends. "]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=8), max_size=30))
def test_html_answers_any_page_with_ordered_blocks_or_its_error(pieces: list[str]) -> None:
    data = ("<html><body>" + "".join(pieces)).encode("utf-8", "replace")
    try:
        document = extract_document(data, "page.html")
    except DocumentError:
        return
    position = 0
    for block in document.blocks:
        assert position <= block.start < block.end <= len(document.text)
        position = block.end
