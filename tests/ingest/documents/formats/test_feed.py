"""Tests for bot.ingest.documents.formats.feed."""

import pytest

from bot.ingest.documents.child.extraction import extract_document, extract_feed
from bot.ingest.documents.errors import DocumentError, Reason
from tests.support.document_samples import make_feed

ITEM = (
    "<item><guid>toll-1</guid><title>Brede: no toll</title><link>https://news.varland.example/1?a=1&amp;b=2</link>"
    "<pubDate>Thu, 12 Jun 2031 18:30:00 +0200</pubDate><description>&lt;p&gt;Varland will accept &amp;quot;no "
    "toll&amp;quot; on the canal, the minister said.&lt;/p&gt;&lt;script&gt;steal()&lt;/script&gt;</description></item>"
)
ATOM = (
    b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Varland News</title><entry><id>urn:1</id><title>Talks</title>'
    b'<link href="https://news.varland.example/2"/><updated>2031-06-12T18:30:00Z</updated><author>'
    b'<name>Ilse Marn</name></author><content type="html">&lt;p&gt;The talks go on in Veldt.&lt;/p&gt;'
    b"</content></entry></feed>"
)


def test_feed_gives_each_item_with_its_document() -> None:
    feed = extract_feed(make_feed([ITEM, "<item><title>Only a title</title></item>"]), "feed.rss")
    first, second = feed.items
    assert (feed.title, first.key, first.link) == ("Varland News", "toll-1", "https://news.varland.example/1?a=1&b=2")
    assert first.document is not None
    assert first.document.text == 'Brede: no toll\n\nVarland will accept "no toll" on the canal, the minister said.'
    assert first.published is not None
    assert (first.published.day, first.published.at) == ("2031-06-12", "2031-06-12T18:30:00+02:00")
    assert (second.key, second.document) == ("Only a title", None)


def test_feed_reads_atom_and_is_unsure_of_the_day_of_a_change() -> None:
    (item,) = extract_feed(ATOM, "feed.atom").items
    assert (item.key, item.title) == ("urn:1", "Talks")
    assert item.document is not None
    assert item.document.authors == ("Ilse Marn",)
    assert item.published is not None
    assert (item.published.day, item.published.sure) == ("2031-06-12", False)


def test_document_of_a_feed_with_one_item_is_that_item() -> None:
    document = extract_document(make_feed([ITEM]), "feed.rss")
    assert document.title is not None
    assert document.title.value == "Brede: no toll"


def test_document_of_a_feed_with_several_items_is_refused() -> None:
    with pytest.raises(DocumentError, match="a feed of 2 items") as caught:
        extract_document(make_feed([ITEM, ITEM.replace("toll-1", "toll-2")]), "feed.rss")
    assert caught.value.reason is Reason.SEVERAL_DOCUMENTS


def test_feed_that_is_none_is_refused() -> None:
    for data in (b"no feed at all", b"<rss", b"<html><body>x</body></html>"):
        with pytest.raises(DocumentError) as caught:
            extract_feed(data, "feed.rss")
        assert caught.value.reason is Reason.DAMAGED


def test_feed_cut_off_keeps_what_came_and_says_so() -> None:
    feed = extract_feed(make_feed([ITEM, ITEM.replace("toll-1", "toll-2")])[:-200], "feed.rss")
    assert feed.items[0].key == "toll-1"
    assert "not well-formed" in feed.warnings[0]


def test_feed_expands_no_entities_and_opens_no_files() -> None:
    head = '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    data = make_feed([f"<item><guid>1</guid><title>x &f; {'&b;' * 50}</title><description>y</description></item>"])
    try:
        feed = extract_feed(data.replace(b"<rss", head.encode() + b"<rss", 1), "feed.rss")
    except DocumentError:
        return
    assert "root:" not in str(feed)
