"""What the terminal shows is the record's and the sources' own: no word, mark or day is invented."""

import io
import re
from typing import Any

import pytest
import pytest_asyncio
from rich.console import Console

from bot.answers.formatting.to_terminal import print_answer
from bot.answers.model import Answer, Entry, Question
from bot.answers.options.dates.parser import describe_day
from bot.answers.service import AnswerService
from bot.corpus.checking.anchors import QuotedSpan
from bot.store.filters import Filter
from bot.store.records import Party
from tests.support.invented_answers import item_of
from tests.support.invented_records import make_report, make_statement
from tests.support.shipped_records import PARAPHRASED, ROOT, TODAY

QUESTIONS = [
    ("who-said", {"words": "irreversible"}),
    ("who-said", {"words": "grave concern"}),
    ("who-said", {"words": "irreversable consequences", "country": "KR"}),
    ("who-said", {"words": "treaty"}),
    ("who-said", {"words": "big mistake", "since": "2024-06-01", "until": "2024-06-30"}),
    ("timeline", {}),
    ("timeline", {"country": "KR", "other-country": "RU"}),
    ("summary-by-country", {}),
    ("summary-by-country", {"country": "KR"}),
    ("summary-by-country", {"country": "RU"}),
    ("speaker", {"name": "Putin"}),
    ("speaker", {"name": "Kim Hong-kyun"}),
    ("sources", {}),
    ("help", {}),
]
SPOKEN_DAY = re.compile(
    r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}"
)


def draw(answer: Any) -> str:
    out = io.StringIO()
    print_answer(answer, Console(file=out, width=6_000, color_system=None))
    return out.getvalue()


@pytest_asyncio.fixture
async def statements(service: AnswerService) -> Any:
    async with service._manager.use() as store:
        return (await store.timeline(Filter(), None, 1_000)).statements


@pytest.fixture(scope="module")
def quoted_texts() -> Any:
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").iterdir())]
    return [(text, QuotedSpan(text)) for text in texts]


def is_quoted_somewhere(words: Any, quoted_texts: Any) -> bool:
    for text, quoted in quoted_texts:
        at = text.find(words)
        while at >= 0:
            if quoted.holds(at, at + len(words)):
                return True
            at = text.find(words, at + 1)
    return False


def list_marked(text: Any) -> Any:
    return re.findall("“([^“”]*)”", text)


@pytest.mark.parametrize(("command", "options"), QUESTIONS, ids=str)
async def test_every_quotation_shown_stands_in_its_source(
    service: AnswerService, quoted_texts: Any, command: Any, options: Any
) -> None:
    answer = await service.answer(Question(command, options, TODAY), 200)
    assert answer.status in ("found", "near")
    for words in list_marked(draw(answer)):
        assert is_quoted_somewhere(words, quoted_texts), words


async def test_every_quotation_shown_with_a_statement_stands_in_its_source(
    ask: Any, statements: Any, quoted_texts: Any
) -> None:
    shown = 0
    for statement in statements:
        drawn = draw(await ask("statement", id=statement.id))
        for words in list_marked(drawn):
            assert is_quoted_somewhere(words, quoted_texts), (statement.id, words)
            shown += 1
    assert shown > 50


async def test_every_passage_stands_in_its_context_as_in_the_source(ask: Any, statements: Any) -> None:
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").iterdir())]
    for statement in statements:
        passages = (await ask("statement", id=statement.id)).entries[1:]
        assert len(passages) == len(statement.reports)
        for entry in passages:
            item = entry.item
            assert any(item.before + item.passage + item.after in text for text in texts)
            own = {one.exact for one in (*item.report.quotations, *item.report.clauses)}
            marked = {item.passage[start:end] for start, end in item.marked}
            assert marked <= own
            assert all(any(words in one for one in marked) for words in own)


async def test_a_paraphrase_is_labelled_and_never_printed_in_quotation_marks(paraphrased: AnswerService) -> None:
    lines = draw(await paraphrased.answer(Question("timeline", {}, TODAY), 200)).splitlines()
    shown = [at for at, line in enumerate(lines) if PARAPHRASED in line]
    assert len(shown) > 5
    for at in shown:
        assert lines[at].strip().startswith(PARAPHRASED)
        assert lines[at - 1].strip() == "Paraphrase, not a quotation:"


async def test_every_day_shown_is_a_day_of_the_record(ask: Any, statements: Any) -> None:
    held = set()
    for statement in statements:
        days = [statement.day, statement.released]
        days += [day for report in statement.reports for day in (report.day, report.source.published)]
        for day in filter(None, days):
            held |= set(SPOKEN_DAY.findall(describe_day(day, "en")))
            held |= {describe_day(part.strip("~?%"), "en") for part in day.split("/") if len(part) >= 10}
    for question in (("timeline", {}), ("summary-by-country", {"country": "KR"}), ("who-said", {"words": "treaty"})):
        shown = SPOKEN_DAY.findall(draw(await ask(question[0], **question[1])))
        assert shown
        assert set(shown) <= held


def draw_statement(statement: Any, **changes: Any) -> str:
    item = item_of(statement, **changes)
    return draw(Answer(Question("timeline", {}, TODAY), "found", "Timeline", entries=(Entry(item, "", "1"),)))


def test_a_source_that_only_reports_is_shown_without_marks_of_ours() -> None:
    drawn = draw_statement(make_statement(make_report("Orban said that the bridge stays open.")))
    assert "In the source's own words:" in drawn
    assert "“" not in drawn


def test_an_inferred_speaker_is_marked_as_inferred() -> None:
    drawn = draw_statement(make_statement(make_report(attribution="inferred", inferred_how="named a line before")))
    assert "Speaker inferred: named a line before" in drawn


def test_anothers_account_of_the_words_says_whose_it_is() -> None:
    report = make_report(recounted_by=Party("organisation", "ministry", "Ministry of Arkonia"))
    assert "In the account of the Ministry of Arkonia" in draw_statement(make_statement(report))


def test_a_near_hit_is_called_near_and_says_why() -> None:
    drawn = draw_statement(make_statement(), match="near", why=("spelling: brige → bridge",))
    assert "Near, not a hit (spelling: brige → bridge)" in drawn


def test_square_brackets_and_markup_of_a_source_are_shown_as_they_are() -> None:
    passage = "“[bold]We[/bold] stay on [our] side of the river, come what may,” Orban said."
    quotation = passage[1 : passage.index("”")]
    assert f"“{quotation}”" in draw_statement(make_statement(make_report(passage, [quotation])))
