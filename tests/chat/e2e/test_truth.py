"""Whatever is asked over the socket: marks stand around quoted words alone, and every day is a day of a record."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from bot.answers.options.dates.parser import describe_day
from bot.answers.service import AnswerService
from bot.chat.client import AttacheClient
from bot.corpus.checking.anchors import QuotedSpan
from bot.rehearsal.loopback.reply import list_buttons
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.validation.openapi import require_description
from bot.settings import HOME
from bot.state import State
from bot.store.build.builder import build
from bot.store.manager import StoreManager
from tests.support.discord_markdown import read_markdown
from tests.support.scripted_service import connected
from tests.support.shipped_records import PARAPHRASED, paraphrase_records
from tests.support.whole_corpus import Checked, read_whole

TODAY = date(2024, 7, 1)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
SPOKEN_DAY = re.compile(rf"\b\d{{1,2}} (?:{MONTHS}) \d{{4}}")
WEEKDAY = re.compile(rf"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day (\d{{1,2}} (?:{MONTHS}) \d{{4}})")
MOST_PAGES = 40
LABEL = "Paraphrase, not a quotation:"


@asynccontextmanager
async def attache(loopback: LoopbackDiscord, folder: Path, root: Path) -> AsyncIterator[AttacheClient]:
    """The real bot on the records and documents under `root`; `folder` takes its store and state."""
    build(root / "data", root, folder)
    state = await State.open(folder / "state.sqlite")
    manager = StoreManager(folder, readers=2, deadline=5.0)
    await manager.open()
    service = AnswerService(manager, data=root / "data", root=root, folder=folder, today=lambda: TODAY)
    try:
        async with connected(loopback, service, state) as client:
            client.today = lambda: TODAY  # type: ignore[method-assign]
            yield client
    finally:
        await service.close()
        await manager.close()
        await state.close()


async def read_all(loopback: LoopbackDiscord, command: str, options: dict[str, str]) -> str:
    """All that the pages of an answer show, as a reader sees it."""
    reply = await (await loopback.slash("member", "press-desk", command, options)).settled()
    pages = [reply.text]
    while len(pages) < MOST_PAGES:
        forward = [p for p in list_buttons(reply.message) if p.get("label") == "▶" and not p.get("disabled")]
        if not forward:
            break
        clicked = await loopback.click("member", reply.message, forward[0]["custom_id"])
        await clicked.settled()
        pages.append(reply.text)
    assert len(pages) < MOST_PAGES, "its pages never end"
    assert "error on our side" not in pages[0]
    return "\n".join(show(page) for page in pages)


def show(markdown: str) -> str:
    bare = re.sub(r"^(?:> )?(?:-# |#{1,3} )?", "", markdown, flags=re.MULTILINE)
    return re.sub("[\u2068\u2069]", "", unescape(bare))


def unescape(markdown: str) -> str:
    """What cards show, for text that is known to hold no markup but bold: far quicker than to read all of it."""
    return re.sub(r"\\([^0-9A-Za-z\s])|\*\*", lambda escaped: escaped[1] or "", markdown)


def list_questions(checked: Checked) -> Iterator[tuple[str, dict[str, str]]]:
    corpus = checked.corpus
    for n, (key, statement) in enumerate(corpus.statements.items()):
        if n % 4 == 0:
            yield "statement", {"id": key}
        if n % 4 == 1:
            report = statement.reports[0].record
            words = report.quotes[0].exact if report.quotes else report.clause[0].exact
            yield "who-said", {"words": " ".join(words.split()[:6])}
    for name in ("Seoul", "Hanoi", "Zinoviev", "irreversable mistake", "weapons to Kiev", "treaty", "nothing of it"):
        yield "who-said", {"words": name}
        yield "who-said", {"words": name, "country": "KR", "since": "2024-06-20"}
    for name in ("Lee Do-hoon", "Putin", "Zinoviev", "Yonhap"):
        yield "speaker", {"name": name}
    for code in ("KR", "KP", "FR"):
        yield "summary-by-country", {"country": code}
        yield "summary-by-country", {"country": code, "about": "RU", "until": "2024-06-26"}
    yield "timeline", {"country": "US", "other-country": "KR"}
    yield "timeline", {"topic": next(iter(corpus.topics))}
    yield "timeline", {"event": next(iter(corpus.events))}
    yield from (("timeline", {}), ("timeline", {"since": "2024-06-21", "until": "2024-06-26"}))
    yield from (("summary-by-country", {}), ("sources", {}), ("sources", {"publisher": "Hankyoreh"}), ("help", {}))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the bot shows for each of many questions on the shipped records."""
    require_description()
    checked = read_whole(HOME / "data", HOME)
    folder = tmp_path_factory.mktemp("truth")
    async with LoopbackDiscord() as loopback, attache(loopback, folder, HOME):
        told = {
            f"/{command} {options}": await read_all(loopback, command, options)
            for command, options in list_questions(checked)
        }
        assert loopback.breaches == []
    return told


@pytest.fixture(scope="module")
def checked() -> Checked:
    return read_whole(HOME / "data", HOME)


def is_quoted(words: str, texts: list[tuple[str, QuotedSpan]]) -> bool:
    return any(
        quoted.holds(match.start(), match.end())
        for text, quoted in texts
        for match in re.finditer(re.escape(words), text)
    )


def test_every_quotation_shown_is_a_quotation_in_a_source(shown: dict[str, str], checked: Checked) -> None:
    texts = [(text, QuotedSpan(text)) for text in checked.texts.values()]
    marked = {(words, question) for question, text in shown.items() for words in re.findall("“([^“”\n]*)”", text)}
    assert len({words for words, _ in marked}) > 20
    assert [pair for pair in marked if not is_quoted(pair[0], texts)] == []


async def test_a_paraphrase_has_no_quotation_marks_and_its_label(tmp_path: Path) -> None:
    root, folder = paraphrase_records(tmp_path), tmp_path / "run"
    folder.mkdir()
    labelled = 0
    async with LoopbackDiscord() as loopback, attache(loopback, folder, root):
        for command, options in (("timeline", {"since": "2024-06-19"}), ("summary-by-country", {"country": "KR"})):
            text = await read_all(loopback, command, options)
            for match in re.finditer(PARAPHRASED, text):
                assert text[: match.start()].rstrip("\n").endswith(LABEL), text[match.start() : match.start() + 80]
                labelled += 1
    assert labelled > 5


def test_every_day_shown_is_a_day_of_the_records(shown: dict[str, str], checked: Checked) -> None:
    held: set[str] = set(SPOKEN_DAY.findall("\n".join(checked.texts.values())))
    for file in sorted((HOME / "data").rglob("*.yaml")):
        text = file.read_text("utf-8")
        held |= set(SPOKEN_DAY.findall(text))
        held |= {describe_day(day, "en") for day in re.findall(r"\b\d{4}-\d\d-\d\d\b", text)}
    days = 0
    for question, text in shown.items():
        asked = {describe_day(day, "en") for day in re.findall(r"\d{4}-\d\d-\d\d", question)}
        assert set(SPOKEN_DAY.findall(text)) <= held | asked, question
        days += len(SPOKEN_DAY.findall(text))
        for day in WEEKDAY.finditer(text):
            assert day[0].startswith(f"{datetime.strptime(day[1], '%d %B %Y'):%A}"), (question, day[0])  # noqa: DTZ007
    assert days > 100


NASTY = [
    "We **never** sign _in the dark_, ~~nor~~ ||late|| `at all`",
    "# Not a heading, [nor a link](https://example.org) <@123456789012345678> @everyone",
    "It is “our” river [sic], and ‘theirs’ is <the> other* one\\_",
    "- no list; 1. no number; > no block; -# no small print; </help:1> :smile: <t:0>",
    "The\u00a0bridge\u2009stays \u202eopen\u202c — come what may",
]


def write_corpus(root: Path) -> list[str]:
    lines = ["A day in Arkonia"]
    lines += [f"\n{n}. Mila Orban said: “{words},” and left.\n" for n, words in enumerate(NASTY)]
    text = "\n".join(lines)
    (root / "seeds").mkdir()
    (root / "seeds" / "day.txt").write_bytes(text.encode())
    (root / "data" / "sources").mkdir(parents=True)
    vocabulary = {
        "people": {"mila-orban": {"name": "Mila *Orban*", "roles": [
            {"title": "Speaker_of_all", "country": "AD", "attested": "2031-03-04"}]}},
        "tones": {"say": {"label": "said", "means": "Says"}},
    }  # fmt: skip
    (root / "data" / "shared.yaml").write_text(json.dumps(vocabulary))
    reports = [
        {
            "id": f"nasty-{n}", "speaker": "mila-orban", "act": "STATE", "tone": "say", "day": "2031-03-04",
            "paraphrase": f"Arkonia holds on to point {n}.",
            "report": {"kind": "direct", "passage": f"Mila Orban said: “{words},” and left.", "quotes": [words]},
        }
        for n, words in enumerate(NASTY)
    ]  # fmt: skip
    source = {
        "id": "day", "title": "A *day* in [Arkonia](x)", "file": "seeds/day.txt",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }  # fmt: skip
    (root / "data" / "sources" / "day.yaml").write_text(json.dumps({"source": source, "statements": reports}))
    return [f"nasty-{n}" for n in range(len(NASTY))]


async def test_quotations_that_look_like_markup_are_shown_character_for_character(tmp_path: Path) -> None:
    require_description()
    ids = write_corpus(tmp_path)
    async with LoopbackDiscord() as loopback, attache(loopback, tmp_path / "store", tmp_path):
        whole = await read_all(loopback, "timeline", {})
        for n, quoted in enumerate(NASTY):
            words = re.sub("[\u202a-\u202e]", "", quoted)  # a reader does not see what turns the direction
            assert f"“{words}”" in whole
            assert words in await read_all(loopback, "statement", {"id": ids[n]})
            reply = await loopback.slash("member", "press-desk", "who-said", {"words": " ".join(words.split()[1:4])})
            assert words in show(reply.text)
            assert words in re.sub("[\u2068\u2069]", "", read_markdown(reply.text).text)
        for command, options in [("timeline", {}), *(("statement", {"id": one}) for one in ids), ("sources", {})]:
            reply = await (await loopback.slash("member", "press-desk", command, options)).settled()
            does = {what for part in reply.text.split("\n") for what in read_markdown(part).does}
            assert does <= {"heading", "subtext", "quote"}, (command, options)
        assert loopback.breaches == []
