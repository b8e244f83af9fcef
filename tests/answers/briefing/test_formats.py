"""A briefing in every format says the same, invents nothing, and lets no text of a source do anything."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.briefing.compose import Briefing, BriefingRequest, list_conflicts
from bot.answers.briefing.document import StatementBlock, list_parts
from bot.answers.briefing.sentences import tell_conflict
from bot.answers.briefing.to_html import to_html
from bot.answers.briefing.to_json import to_json
from bot.answers.briefing.to_markdown import escape, to_markdown
from bot.answers.briefing.to_text import to_text
from bot.answers.options.dates.parser import describe_day
from bot.answers.options.scope import EVERYTHING, Scope
from bot.answers.service import AnswerService
from bot.corpus.checking.anchors import QuotedSpan
from bot.store.queries.briefings import Figures, Institution
from bot.store.records import ConflictRecord, Party, Speaker
from tests.support.invented_answers import make_groups
from tests.support.invented_records import SOURCE, make_report, make_statement
from tests.support.shipped_records import PARAPHRASED, ROOT

DAY = date(2024, 6, 27)
BOTH = frozenset(("on-this-day", "open-questions"))
SPOKEN_DAY = re.compile(
    r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}"
)
TIMESTAMP = re.compile(r"<t:|\d{1,2}:\d{2}|T\d{2}:")
MINISTRY = Party("organisation", "ministry", "Ministry of Arkonia")
EMBASSY = Party("organisation", "embassy", "Embassy of Belmar")
BODIES = {
    "ministry": Institution("KR", "ministry"),
    "embassy": Institution("RU", "embassy"),
    "wire": Institution("KR", "news-agency"),
}


class Page(HTMLParser):
    """What a reader sees of a page, and the tags and attributes that make it."""

    def __init__(self, page: Any) -> None:
        super().__init__()
        self.text: list[Any] = []
        self.tags: list[Any] = []
        self.attributes: list[Any] = []
        self._inside: list[Any] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: Any, attrs: Any) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        if tag != "meta":
            self._inside.append(tag)

    def handle_endtag(self, tag: Any) -> None:
        self._inside.remove(tag)

    def handle_data(self, data: Any) -> None:
        if "style" not in self._inside:
            self.text.append(data)


def read_page(page: Any) -> Any:
    return "".join(Page(page).text)


def compose_of(*statements: Any, **changes: Any) -> Any:
    """A briefing of some invented statements."""
    groups = make_groups(statements, BODIES)
    ids = tuple(one.id for one in statements)
    request = BriefingRequest(DAY, DAY - timedelta(days=1))
    fields: dict[str, Any] = {
        "request": request,
        "figures": Figures(len(ids), 1, 1, 1),
        "said": groups,
        "newly_held": (),
        "on_this_day": (),
        "open_questions": (),
        "conflicts": list_conflicts(statements),
        "statement_ids": ids,
        "left_out": 0,
        "scope_label": "Everything",
    }
    return Briefing(**fields | changes)


def draw_all(briefing: Any) -> Any:
    return {"text": to_text(briefing), "markdown": to_markdown(briefing), "html": read_page(to_html(briefing))}


@pytest.fixture
async def briefing(service: AnswerService) -> Any:
    return await service.briefing(BriefingRequest(DAY, date(2024, 6, 26), sections=BOTH))


@pytest.fixture(scope="module")
def quoted_texts() -> Any:
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").iterdir())]
    return [(text, QuotedSpan(text)) for text in texts]


def is_quoted_somewhere(words: Any, quoted_texts: Any) -> Any:
    return any(
        quoted.holds(at.start(), at.end())
        for text, quoted in quoted_texts
        for at in re.finditer(re.escape(words), text)
    )


def unescape(markdown: Any) -> Any:
    return re.sub(r"\\(.)", r"\1", markdown)


@pytest.mark.parametrize("day", [date(2024, 6, 19), date(2024, 6, 21), DAY], ids=str)
async def test_every_quotation_of_a_briefing_stands_in_its_source(
    service: AnswerService, quoted_texts: Any, day: Any
) -> None:
    briefing = await service.briefing(BriefingRequest(day, date(2024, 6, 1), sections=BOTH))
    drawn = draw_all(briefing)
    drawn["markdown"] = unescape(drawn["markdown"])
    shown = []
    for text in drawn.values():
        for note in briefing.conflicts:  # the reviewer's own sentences, which cite parts of quotations
            text = text.replace(tell_conflict(note), "")  # noqa: PLW2901
        shown += re.findall("“([^“”]*)”", text)
    assert shown
    for words in set(shown):
        assert is_quoted_somewhere(words, quoted_texts), words


async def test_every_format_shows_every_statement_once_with_its_words(briefing: Any) -> None:
    parts = [part for part in list_parts(briefing) if isinstance(part, StatementBlock)]
    assert {part.statement.id for part in parts} >= set(briefing.statement_ids)
    for name, text in draw_all(briefing).items():
        plain = unescape(text) if name == "markdown" else text
        for part in parts:
            assert all(f"“{words}”" in plain for words in part.quotations), name
            assert part.text in plain
            assert part.statement.id in plain


async def test_no_day_of_a_briefing_is_a_clock_time_or_of_no_record(briefing: Any, service: AnswerService) -> None:
    held = {"28 April 2024", describe_day("2024-06-27")}
    for part in list_parts(briefing):
        if isinstance(part, StatementBlock):
            one = part.statement
            days = [one.day, one.released, *(report.source.published for report in one.reports)]
            held |= {describe_day(text) for text in days if text}
    for group in briefing.said:
        held.add(describe_day(group.occasion.day))
    for text in draw_all(briefing).values():
        assert not TIMESTAMP.search(text)
        shown = {day for day in SPOKEN_DAY.findall(text) if f"–{day}" not in text}
        assert shown <= held


async def test_a_paraphrase_is_labelled_and_never_between_marks(paraphrased: AnswerService) -> None:
    briefing = await paraphrased.briefing(BriefingRequest(DAY, date(2024, 6, 26), sections=BOTH))
    for text in draw_all(briefing).values():
        places = [at.start() for at in re.finditer(PARAPHRASED, text)]
        assert places
        for start in places:
            assert "Paraphrase, not a quotation" in text[start - 40 : start]
            assert text[start - 1] not in '“"'


async def test_a_page_runs_and_loads_nothing(briefing: Any) -> None:
    page = Page(to_html(briefing))
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(page.tags)
    assert not any(name.startswith("on") or name in ("src", "style") for name in page.attributes)
    assert "url(" not in to_html(briefing)
    assert "@import" not in to_html(briefing)


HOSTILE = (
    "<script>alert(1)</script> [a](javascript:x) **b** &amp; `c` \\ | # d\n\n- e\n1. f\n    g\n=== \n> h $x$ ~~i~~"
)


def test_text_of_a_source_does_nothing_on_a_page() -> None:
    url = 'https://example.org/"onmouseover="x'
    source = replace(SOURCE, title=HOSTILE.replace("\n", " "), publisher=None, url=url)
    statement = make_statement(make_report(f"Before. “{HOSTILE}” said Orban.", (HOSTILE,), source=source))
    drawn = to_html(compose_of(statement))
    page = Page(drawn)
    assert "script" not in page.tags
    assert not any(name.startswith("on") for name in page.attributes)
    assert f"“{HOSTILE}”" in read_page(drawn)


def test_only_a_web_address_becomes_a_link() -> None:
    for url, linked in (("javascript:alert(1)", False), ("https://example.org/a", True), ("data:text/html,x", False)):
        briefing = compose_of(make_statement(make_report(source=replace(SOURCE, url=url))))
        assert (f'href="{url}"' in to_html(briefing)) is linked
        assert (f"<{url}>" in to_markdown(briefing)) is linked


@given(st.text(max_size=200))
def test_markdown_of_any_text_has_its_words_and_no_markup(text: Any) -> None:
    escaped = escape(text)
    assert unescape(escaped).split() == text.split()
    for line in escaped.split("\n"):
        assert not re.match(r"(?:[-+=#>]|\d+[.)]|\s{4})", line)
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_`\[\]<|~$]", escaped)


def test_nothing_new_is_one_line() -> None:
    empty = compose_of(said=(), statement_ids=(), conflicts=())
    text = to_text(empty)
    assert text.count("\n") == 1
    assert text.startswith("Thursday 27 June 2024: nothing new.")
    assert to_markdown(empty).count("\n") == 1
    assert to_json(empty)["nothing_new"] is True
    assert "nothing new" in read_page(to_html(empty))


def test_nothing_new_names_the_scope_that_it_holds_for() -> None:
    request = BriefingRequest(DAY, DAY, Scope(countries=("KP",)))
    empty = compose_of(said=(), statement_ids=(), conflicts=(), request=request, scope_label="North Korea")
    assert "nothing new on North Korea." in to_text(empty)


def test_a_late_briefing_says_how_late() -> None:
    request = BriefingRequest(DAY, DAY, late=timedelta(hours=2, minutes=10))
    assert "Late: this was due 2 h 10 min earlier." in to_text(compose_of(make_statement(), request=request))
    assert to_json(compose_of(make_statement(), request=request))["late_seconds"] == 7_800


def tell(statement_id: Any, side: Any, party: Any, **changes: Any) -> Any:
    speaker = Speaker(Party("person", f"person-{side}", f"Person of {side}"), None, None, side)
    return make_statement(make_report(**changes, via=(party,)), id=statement_id, speakers=(speaker,))


def test_accounts_of_both_sides_stand_together_and_each_says_whose_it_is() -> None:
    text = to_text(compose_of(tell("one", "KR", MINISTRY), tell("two", "RU", EMBASSY)))
    assert "Accounts of both sides: 🇰🇷 Ministry of Arkonia · 🇷🇺 Embassy of Belmar" in text
    assert "by the account of the Ministry of Arkonia" in text
    assert "by the account of the Embassy of Belmar" in text


def test_one_sides_account_of_the_others_words_says_that_it_is_not_the_others() -> None:
    text = to_text(compose_of(tell("one", "RU", MINISTRY, recounted_by=MINISTRY)))
    assert "! In the account of the Ministry of Arkonia, not of Russia" in text


def test_a_news_agency_gives_no_sides_account() -> None:
    wire = Party("organisation", "wire", "Arkonia Wire")
    briefing = compose_of(tell("one", "KR", wire), tell("two", "RU", EMBASSY))
    assert all(not group.accounts for group in briefing.said)
    assert "via Arkonia Wire" in to_text(briefing)
    recounted = to_text(compose_of(tell("one", "RU", wire, recounted_by=wire)))
    assert "! In the account of Arkonia Wire" in recounted


def test_two_sources_that_name_one_another_make_one_conflict() -> None:
    def note(reading: Any, against: Any) -> Any:
        return ConflictRecord("herald-1", "day", reading, against, "both", "Both are kept.", None)

    statement = make_statement(
        make_report(conflicts=(note("Monday", "Sunday"),)), make_report(conflicts=(note("Sunday", "Monday"),), n=2)
    )
    assert len(list_conflicts([statement])) == 1
    text = to_text(compose_of(statement))
    assert "! Mila Orban, day: Monday / Sunday; both are kept: Both are kept." in text
    assert "! Reports disagree or err on: day" in text


def test_a_passage_is_shown_once_however_many_statements_stand_in_it() -> None:
    passage = "Mila Orban and her aide spoke at noon."
    both = [make_statement(make_report(passage), id=name, n=n) for n, name in enumerate(("one", "two"))]
    text = to_text(compose_of(*both))
    assert text.count(passage) == 1
    assert "In the passage shown above." in text


def test_text_breaks_lines_between_words_alone_where_a_width_is_asked_for() -> None:
    words = "A long sentence of the minister that goes on and on, over several lines, until it ends"
    briefing = compose_of(make_statement(make_report(f"“{words}”, said Orban.", (words,))))
    narrow = to_text(briefing, 60)
    assert all(len(line) <= 60 for line in narrow.splitlines() if " " in line.strip())
    assert " ".join(narrow.split()) == " ".join(to_text(briefing).split())


def list_keys(value: Any) -> Any:
    if isinstance(value, dict):
        for key, part in value.items():
            yield key
            yield from list_keys(part)
    elif isinstance(value, list):
        for part in value:
            yield from list_keys(part)


def read_documented(name: Any) -> Any:
    return set(re.findall(r"`([a-z_0-9]+)`", Path(ROOT, "docs", name).read_text("utf-8")))


async def test_the_json_of_a_briefing_names_only_documented_keys(service: AnswerService) -> None:
    request = BriefingRequest(date(2025, 6, 21), date(2024, 6, 1), sections=BOTH)
    written = to_json(await service.briefing(request))
    assert json.loads(json.dumps(written)) == written
    assert written["on_this_day"]
    assert set(written) <= read_documented("briefing-json.md")
    assert set(list_keys(written)) <= read_documented("briefing-json.md") | read_documented("answer-json.md")


async def test_every_key_documented_for_a_briefing_is_there(briefing: Any) -> None:
    table = Path(ROOT, "docs", "briefing-json.md").read_text("utf-8")
    documented = set(re.findall(r"^\| `([a-z_]+)` \|", table, re.MULTILINE))
    assert documented <= set(list_keys(to_json(briefing)))


def test_everything_is_the_scope_that_narrows_nothing() -> None:
    assert to_json(compose_of(make_statement()))["scope"] == {name: [] for name in EVERYTHING.__slots__}


def test_one_conflict_of_two_statements_is_told_once_with_the_sources_that_have_it() -> None:
    conflict = ConflictRecord(SOURCE.id, "role", "Senior Minister", "First Minister", "against", "a slip", None)
    made = [make_statement(make_report(conflicts=(conflict,)), id=f"statement-{n}") for n in (1, 2)]
    text = to_text(compose_of(*made))
    assert text.count("Senior Minister / First Minister; the second is believed: a slip [1]") == 1
