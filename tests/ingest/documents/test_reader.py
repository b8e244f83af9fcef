"""Tests for bot.ingest.documents.reader: the child process, and what hostile documents make of it."""

import asyncio
import subprocess
import sys
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from bot.ingest.documents import Block, BlockKind, DocumentError, Reason, read_document, read_feed, reader
from bot.ingest.documents.child.extraction import extract_document
from bot.ingest.documents.model import MAX_DOCUMENT_BYTES
from bot.settings import HOME
from tests.support.document_samples import (
    ARTICLE_LINES,
    make_docx,
    make_feed,
    make_mail,
    make_page,
    make_pdf,
    replace_in_zip,
)

STORY = "".join(f"<p>{line}</p>" for line in ARTICLE_LINES[2:])
FILES = {
    "a.txt": "\n\n".join(ARTICLE_LINES).encode(),
    "a.html": make_page(f"<h1>{ARTICLE_LINES[0]}</h1>{STORY}"),
    "a.pdf": make_pdf([ARTICLE_LINES]),
    "a.docx": make_docx(ARTICLE_LINES),
    "a.eml": make_mail("\n".join(ARTICLE_LINES)).as_bytes(),
}
DOCX_HEAD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'


def pack_page(repeats: int) -> bytes:
    """Make a PDF whose one page unpacks to 23 bytes so many times."""
    data = make_pdf([["x"]])
    content = zlib.compress(b"BT /F1 11 Tf (a) Tj ET\n" * repeats, 9)
    begin = data.rindex(b"<< /Length", 0, data.index(b"BT /F1"))
    end = data.index(b"endstream", begin)
    head = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(content)
    return data[:begin] + head + content + b"\n" + data[end:]


@pytest.mark.parametrize("name", FILES)
async def test_read_document_gives_what_extraction_gives(name: str) -> None:
    assert await read_document(FILES[name], name) == extract_document(FILES[name], name)


async def test_read_feed_gives_items_with_documents() -> None:
    item = "<item><guid>1</guid><title>Toll</title><description>The minister said no.</description></item>"
    feed = await read_feed(make_feed([item]), "feed.rss", "application/rss+xml")
    assert feed.items[0].document is not None
    assert feed.items[0].document.text == "Toll\n\nThe minister said no."


HOSTILE = {
    "line of 50 MB.txt": (b"a" * 50_000_000, Reason.TOO_LARGE),
    "long line.txt": (b"a" * 20_000_000, Reason.TOO_LARGE),
    "many lines.txt": (b"a\n" * 500_000, Reason.TOO_LARGE),
    "bomb.docx": (replace_in_zip(make_docx(["x"]), "word/media/a.bin", bytes(200_000_000)), Reason.TOO_LARGE),
    "many elements.docx": (
        replace_in_zip(
            make_docx(["x"]),
            "word/document.xml",
            DOCX_HEAD + b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 1_500_000 + b"</w:body></w:document>",
        ),
        Reason.TOO_MUCH_MEMORY,
    ),
    "big.html": (b"<html><body>" + b"<p>Some words stand here.</p>" * 900_000, Reason.TOO_MUCH_MEMORY),
    "deep.html": (b"<html><body>" + b"<div>" * 100_000 + b"text", Reason.TOO_DEEP),
    "page of 190 MB.pdf": (pack_page(8_000_000), Reason.READER_FAILED),
    "zeros.txt": (bytes(1_000), Reason.UNKNOWN_FORMAT),
    "nothing.txt": (b"", Reason.EMPTY),
    "blank.txt": (b" \n\n", Reason.EMPTY),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_read_document_answers_hostile_files_with_one_clear_error(name: str) -> None:
    data, reason = HOSTILE[name]
    with pytest.raises(DocumentError) as caught:
        await read_document(data, name)
    assert caught.value.reason is reason
    assert str(caught.value).endswith(".")
    assert len(str(caught.value)) < 300


def list_children() -> set[str]:
    """The ids of this process's children, of which other tests' may be some."""
    return {one for file in Path("/proc/self/task").glob("*/children") for one in file.read_text().split()}


async def test_read_document_ends_a_child_that_takes_too_long() -> None:
    before = list_children()
    with pytest.raises(DocumentError) as caught:
        await read_document(FILES["a.txt"], "a.txt", seconds=0.05)
    assert caught.value.reason is Reason.TOO_SLOW
    assert list_children() <= before


async def test_read_document_ends_the_child_when_cancelled() -> None:
    before = list_children()
    reading = asyncio.create_task(read_document(FILES["a.txt"], "a.txt"))
    while list_children() <= before:
        await asyncio.sleep(0.001)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert list_children() <= before


async def test_read_document_passes_no_token_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    monkeypatch.setenv("PYTHONINSPECT", "1")
    document = await read_document(FILES["a.txt"], "a.txt")
    assert "secret" not in repr(document)


async def test_read_document_bounds_the_input_before_starting_a_child() -> None:
    with pytest.raises(DocumentError, match="at most 32 MB"):
        await read_document(bytes(MAX_DOCUMENT_BYTES + 1), "a.txt", seconds=0)


async def test_read_document_bounds_the_answer_of_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_ANSWER_BYTES", 100)
    with pytest.raises(DocumentError, match="too long to be taken in") as caught:
        await read_document(FILES["a.txt"], "a.txt")
    assert caught.value.reason is Reason.TOO_LARGE


@pytest.mark.parametrize("spans", [[(5, 3)], [(0, 5), (3, 8)], [(0, 10_000)], [(-1, 4)]])
def test_check_positions_refuses_blocks_that_do_not_fit(spans: list[tuple[int, int]]) -> None:
    document = extract_document(FILES["a.txt"], "a.txt")
    blocks = tuple(Block(start, end, BlockKind.CAPTION, "x") for start, end in spans)
    reader.check_positions(document)
    with pytest.raises(DocumentError):
        reader.check_positions(replace(document, blocks=blocks))


def test_parent_imports_no_library_that_parses() -> None:
    script = (
        "import sys, bot.ingest.documents, bot.ingest.fetching;"
        "print(sorted(m for m in sys.modules if m.partition('.')[0] in "
        "{'trafilatura', 'lxml', 'pypdfium2', 'pdfminer', 'docx', 'feedparser', 'py3langid', 'htmldate', 'protego'}))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=HOME, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_command_line_shows_how_a_file_is_read() -> None:
    (seed,) = (HOME / "seeds").glob("002_*.txt")
    command = [sys.executable, "-m", "bot.ingest.documents", str(seed)]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=True)
    assert "published: 2024-06-28T17:18:00+09:00" in done.stdout
    assert "[caption] Andrey Rudenko" in done.stdout
    missing = subprocess.run([*command[:-1], "missing.txt"], cwd=HOME, capture_output=True, text=True, check=False)
    assert missing.returncode == 2
    assert "missing.txt" in missing.stderr
