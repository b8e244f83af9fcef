"""A page keeps within Discord's limits, cuts no quotation, and calls everything what it is."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from discord import ui
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.answers.model import (
    Answer,
    Choice,
    CountryItem,
    Entry,
    FactItem,
    HelpItem,
    PassageItem,
    PersonItem,
    Question,
    SourceItem,
    StatementItem,
)
from bot.chat.handlers.answers import MAX_ENTRIES_WITH_BUTTONS
from bot.chat.render.page import PageContext, RenderedPage, lay_out, present
from tests.support.discord_markdown import read_markdown
from tests.support.invented_answers import (
    DAY,
    VESK,
    item_of,
    make_answer,
    make_conflict,
    make_item,
    make_person,
    make_report,
    make_source,
    make_statement,
    make_tally,
)

TOKEN = "abcdefghij"


def draw(answer: Answer, **place: Any) -> RenderedPage:
    given: dict[str, Any] = {"token": TOKEN, "index": 0, "locale": "en", "tokens": {}, "shareable": True}
    return present(lay_out(answer, PageContext(**given | place)))


def texts_of(page: RenderedPage) -> list[str]:
    return [part.content for part in page.view.walk_children() if isinstance(part, ui.TextDisplay)]


def text_of(page: RenderedPage) -> str:
    return "\n".join(texts_of(page))


def files_of(page: RenderedPage) -> str:
    return "\n".join(file.fp.read().decode() for file in page.files)


def buttons_of(page: RenderedPage) -> dict[str, ui.Button[Any]]:
    return {
        part.custom_id: part for part in page.view.walk_children() if isinstance(part, ui.Button) and part.custom_id
    }


def make_tally_item(code: str) -> CountryItem:
    return CountryItem(make_tally(code), code, head=False)


long_texts = st.one_of(
    st.text(max_size=40),
    st.text(st.sampled_from("ab *_`|<@:\n1.-#"), min_size=1, max_size=900),
    st.integers(100, 7000).map(lambda n: ("word_ " * n)[:n] + "x"),
)
lines = long_texts.map(lambda text: " ".join(text.split()) or "x")


@st.composite
def statement_items(draw_: st.DrawFn) -> StatementItem:
    reports = []
    for n in range(draw_(st.integers(1, 3))):
        quotes = tuple(draw_(st.lists(long_texts.filter(str.strip), max_size=3)))
        source = replace(make_report().source, title=draw_(lines), publisher=draw_(st.none() | lines))
        conflicts = tuple(
            make_conflict(reading=draw_(lines), because=draw_(lines)) for _ in range(draw_(st.integers(0, 2)))
        )
        inferred = draw_(st.booleans())
        reports.append(
            make_report(
                n=n,
                quotes=quotes,
                passage=draw_(long_texts.filter(str.strip)),
                source=source,
                conflicts=conflicts,
                attribution="inferred" if inferred else "stated",
                inferred_how=draw_(lines) if inferred else None,
            )
        )
    speakers = make_statement().speakers * draw_(st.integers(1, 9))
    speakers = tuple(
        replace(speaker, party=replace(VESK, name=draw_(lines)), role=draw_(lines)) for speaker in speakers
    )
    statement = make_statement(
        draw_(st.integers(1, 99)), reports=tuple(reports), speakers=speakers, paraphrase=draw_(lines),
        to=make_statement().to * draw_(st.integers(0, 9)), day=draw_(st.sampled_from([None, "2024-06-20~", "2024"])),
    )  # fmt: skip
    match = draw_(st.sampled_from([None, "exact", "words", "paraphrase", "near"]))
    why, more = (draw_(lines),), draw_(st.integers(0, 3))
    return item_of(statement, match=match, why=why, terms=("word", "ab"), more_by_speaker=more)


@st.composite
def other_items(draw_: st.DrawFn) -> Any:
    passage = draw_(long_texts)
    cut = draw_(st.integers(0, len(passage)))
    name = draw_(lines)
    conflicts = (make_conflict(because=name),) * 5
    return draw_(
        st.sampled_from([
            PassageItem(make_report(), draw_(long_texts), passage, draw_(long_texts), ((0, cut),) if cut else ()),
            PersonItem(replace(make_person(), names=((name, "name"),) * 30, detail=name)),
            CountryItem(make_tally(), name, head=draw_(st.booleans())),
            SourceItem(replace(make_source(), title=name, notes=(name,) * 4, conflicts=conflicts)),
            HelpItem("who-said", name, (("words", name, True),), (name, "/who-said words: `x`")),
            FactItem(name, name),
        ])
    )  # fmt: skip


@st.composite
def answers(draw_: st.DrawFn) -> Answer:
    items = draw_(st.lists(st.one_of(statement_items(), other_items()), max_size=10))
    groups = draw_(st.lists(lines, min_size=1, max_size=3))
    entries = tuple(Entry(item, groups[n % len(groups)], f"key-{n}") for n, item in enumerate(items))
    return make_answer(
        status=draw_(st.sampled_from(["found", "near", "nothing", "not-understood", "ambiguous", "too-slow"])),
        title=draw_(lines),
        understood=tuple((name, name) for name in draw_(st.lists(lines, max_size=4))),
        entries=entries,
        more=draw_(st.booleans()),
        total=draw_(st.integers(0, 10_000)),
        notes=tuple(draw_(st.lists(long_texts, max_size=6))),
        choices=tuple(Choice(label, "name", f"v{n}") for n, label in enumerate(draw_(st.lists(lines, max_size=40)))),
        command=draw_(st.sampled_from(["who-said", "statement", "timeline"])),
    )


@given(answers(), st.integers(0, 3))
# The report of a failing example is long, and that is no failure of its own.
@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
# An example is too large to be made smaller in reasonable time.
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
    print_blob=False,
)
def test_every_answer_fits_one_message_after_the_other_and_nothing_is_left_out(answer: Answer, index: int) -> None:
    tokens = {("name", f"v{n}"): f"token{n:05}" for n in range(40)} | {("country", "XA"): TOKEN}
    keys: list[str | None] = []
    rest = answer
    while True:
        page = draw(rest, index=index, tokens=tokens, shared_by="<@1>")
        assert page.view.content_length() <= 4000
        assert page.view.total_children_count <= 40
        ids = [part.custom_id for part in page.view.walk_children() if isinstance(part, ui.Button | ui.Select)]
        ids = [custom_id for custom_id in ids if custom_id]
        assert len(ids) == len(set(ids))
        assert all(len(str(custom_id)) <= 100 for custom_id in ids)
        for part in page.view.walk_children():
            if isinstance(part, ui.Button):
                assert 1 <= len(part.label or "") <= 80
            if isinstance(part, ui.Select):
                assert 1 <= len(part.options) <= 25
            if isinstance(part, ui.TextDisplay):
                assert part.content.strip()
        names = [file.filename for file in page.files]
        assert len(names) == len(set(names))
        keys += [entry.key for entry in rest.entries[: page.shown]]
        if page.shown == len(rest.entries):
            assert page.more is rest.more
            break
        assert page.shown > 0
        assert page.last_key == keys[-1]
        rest = replace(rest, entries=rest.entries[page.shown :])
    assert keys == [entry.key for entry in answer.entries]


@given(st.lists(long_texts.filter(str.strip), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_no_quotation_is_ever_cut(quotes: list[str]) -> None:
    page = draw(make_answer(make_item(reports=(make_report(quotes=tuple(quotes)),))))
    shown = read_markdown(text_of(page)).text.replace("\n> ", "\n")
    attached = files_of(page)
    for text in quotes:
        assert f"“{text}”" in attached if attached else text in shown


def test_a_quotation_too_long_for_a_message_is_attached_and_said_to_be() -> None:
    words = "We shall never accept it. " * 260
    page = draw(make_answer(make_item(reports=(make_report(quotes=(words,)),))))
    assert "Ada Vesk" in text_of(page)
    assert "attached in full" in text_of(page)
    assert words not in text_of(page)
    assert f"“{words}”" in files_of(page)
    assert [part.media.url for part in page.view.walk_children() if isinstance(part, ui.File)] == [
        f"attachment://{page.files[0].filename}"
    ]


def test_what_fits_a_message_of_its_own_waits_for_it_rather_than_becoming_a_file() -> None:
    quotes = ("We shall remember this day and answer it. " * 45,)
    answer = make_answer(*(make_item(n, reports=(make_report(quotes=quotes),)) for n in range(3)))
    page = draw(answer)
    assert page.files == ()
    assert page.shown == 1
    assert page.more
    assert page.last_key == "key-0"


def test_a_card_says_who_in_which_role_for_whom_when_to_whom_and_how_many_sources() -> None:
    text = text_of(draw(make_answer(make_item(sources=3, speakers=make_statement().speakers))))
    for part in ("Ada Vesk", "Foreign Minister", "26 June 2024", "warned", "3 sources", "Arland Courier",
                 "“an irreversible step"):  # fmt: skip
        assert part in text


def test_a_card_shows_no_codes() -> None:
    text = text_of(draw(make_answer(make_item(speakers=make_statement().speakers))))
    assert "THREATEN" not in text
    assert "vesk-warns-1" not in text


def test_searched_words_are_bold_in_the_quotation() -> None:
    assert "“an **irreversible** step" in text_of(draw(make_answer(make_item(terms=("irreversible",)))))


def test_a_near_hit_is_called_near_with_the_reason() -> None:
    text = text_of(draw(make_answer(make_item(match="near", why=("spelling: irreversable → irreversible",)))))
    assert "Near, not a hit" in text
    assert "irreversable → irreversible" in text


@pytest.mark.parametrize("match", ["exact", "words", None])
def test_a_hit_is_not_called_near(match: Any) -> None:
    assert "Near" not in text_of(draw(make_answer(make_item(match=match))))


def test_a_paraphrase_is_labelled_and_never_in_quotation_marks() -> None:
    report = make_report(quotes=(), passage="The minister spoke.")
    item = make_item(match="paraphrase", terms=("delivery",), reports=(report,))
    text = text_of(draw(make_answer(item)))
    assert "Paraphrase, not a quotation" in text
    assert "Arland would answer an arms **delivery**" in text
    assert not re.search(r"[“”\"„«»]", text)


def test_a_passage_that_quotes_nothing_is_shown_as_the_source_s_words() -> None:
    report = make_report(quotes=(), kind="indirect", passage="The minister said that nobody would take it back.")
    text = text_of(draw(make_answer(make_item(reports=(report,)))))
    assert "In the words of Arland Courier" in text
    assert "“" not in text


def test_inferred_speakers_other_sides_accounts_and_conflicts_are_marked() -> None:
    report = make_report(
        attribution="inferred", inferred_how="the paragraph before names her", recounted_by=VESK,
        conflicts=(make_conflict(),),
    )  # fmt: skip
    text = text_of(draw(make_answer(make_item(reports=(report,)))))
    assert "Speaker inferred" in text
    assert "In the account of Ada Vesk" in text
    assert "disagree or err on: day" in read_markdown(text).text


def test_the_readings_of_a_conflict_are_never_cut() -> None:
    readings = {key: f"{key}: " + "the two sides agreed to go on; " * 15 + "end" for key in ("reading", "against")}
    report = make_report(conflicts=(make_conflict(field="wording", **readings),))
    page = draw(make_answer(PassageItem(report, "", report.passage, "", ()), command="statement"))
    shown = read_markdown(text_of(page)).text + files_of(page)
    assert all(reading in shown for reading in readings.values())
    source = draw(make_answer(SourceItem(replace(make_source(), conflicts=report.conflicts)), command="sources"))
    shown = read_markdown(text_of(source)).text + files_of(source)
    assert all(reading in shown for reading in readings.values())


def test_a_day_never_becomes_a_discord_timestamp() -> None:
    text = text_of(draw(make_answer(make_item(released="2024-06-27"), PassageItem(make_report(), "", "It.", "", ()))))
    assert "<t:" not in text
    assert "27 June 2024" in text


def test_a_passage_has_its_context_its_quotation_in_bold_and_its_chain() -> None:
    item = PassageItem(
        make_report(conflicts=(make_conflict(),)), "Before. ", "She said “never”.", " After.", ((10, 15),)
    )
    text = text_of(draw(make_answer(item, command="statement")))
    assert "> -# Before.\n> She said “**never**”.\n> -# After." in text
    assert "via Northern Wire" in text
    assert "Wednesday / Thursday" in text
    assert "the ministry's own page says so" in text


def test_source_text_pings_nobody_and_breaks_no_markdown() -> None:
    words = "@everyone <@123> <@&4> # x\n- y\n> z ||s|| [a](https://example.org) :smile: `c`"
    report = make_report(quotes=(words,), passage=words, source=replace(make_report().source, title=words))
    answer = make_answer(make_item(reports=(report,)), title=words, notes=(words,), understood=((words, words),))
    for content in texts_of(draw(answer)):
        inside = "\n".join(re.sub(r"^(-# |> |## |### )", "", line) for line in content.split("\n"))
        assert read_markdown(inside).does == []


def test_every_statement_opens_with_one_click_but_not_from_its_own_page() -> None:
    two = draw(make_answer(make_item(1), make_item(2)))
    assert {"passage:vesk-warns-1:0", "passage:vesk-warns-2:1"} <= set(buttons_of(two))
    opened = draw(make_answer(make_item(1), command="statement"))
    assert not any(custom_id.startswith("passage:") for custom_id in buttons_of(opened))


def test_five_choices_are_buttons_and_more_a_select() -> None:
    choices = tuple(Choice(f"Minister {n}", "name", f"v{n}") for n in range(6))
    tokens = {("name", f"v{n}"): f"token{n:05}" for n in range(6)}
    few = draw(make_answer(status="ambiguous", choices=choices[:5]), tokens=tokens)
    assert set(buttons_of(few)) == {f"ask:token{n:05}:here:{n}" for n in range(5)}
    many = draw(make_answer(status="ambiguous", choices=choices), tokens=tokens)
    (select,) = (part for part in many.view.walk_children() if isinstance(part, ui.Select))
    assert [option.value for option in select.options] == [f"token{n:05}" for n in range(6)]


def test_pages_count_on_and_the_ends_are_greyed_out() -> None:
    first = buttons_of(draw(make_answer(make_item(), more=True, total=9)))
    assert first["page:abcdefghij:0b"].disabled
    assert not first["page:abcdefghij:1n"].disabled
    answer = make_answer(make_item(), total=9)
    answer = replace(answer, question=replace(answer.question, after="key", skipped=8))
    last = draw(answer, index=2)
    assert buttons_of(last)["page:abcdefghij:3n"].disabled
    assert not buttons_of(last)["page:abcdefghij:1b"].disabled
    assert "-# 9 of 9" in text_of(last)


def test_of_entries_with_a_button_no_page_holds_more_than_are_read_for_it() -> None:
    shortest = make_answer(*(make_tally_item(f"X{n}") for n in range(12)))
    tokens = {("country", f"X{n}"): f"{n:010}" for n in range(12)}
    page = draw(shortest, tokens=tokens, shareable=False)
    assert (page.shown, page.more) == (MAX_ENTRIES_WITH_BUTTONS, True)


def test_headings_come_where_the_group_changes_and_on_top_of_a_page() -> None:
    items = tuple(make_item(n) for n in range(3))
    entries = tuple(Entry(item, group, item.statement.id) for item, group in zip(items, "AAB", strict=True))
    text = text_of(draw(make_answer(entries=entries)))
    assert text.count("### A") == 1
    assert text.count("### B") == 1
    assert "### A" in text_of(draw(make_answer(entries=entries[1:])))


def test_a_shared_answer_names_who_shared_it_and_has_no_share_button() -> None:
    page = draw(make_answer(make_item()), shareable=False, shared_by="<@42>")
    assert "Shared by <@42>" in text_of(page)
    assert not any(custom_id.startswith("share:") for custom_id in buttons_of(page))
    used = buttons_of(draw(make_answer(make_item()), shared=True))
    assert used["share:abcdefghij:0"].disabled


@pytest.mark.parametrize("status", ["found", "near", "nothing"])
def test_a_shared_page_has_typed_words_as_a_quotation_of_who_typed_them(status: str) -> None:
    typed = "buy cheap pills"
    items = [make_item()] if status != "nothing" else []
    answer = make_answer(
        *items,
        question=Question("who-said", {"words": typed, "country": "KR"}, DAY),
        status=status,
        title=f"Who said: {typed}",
        understood=(("country", "South Korea"),),
        notes=(f"No source has {typed.title()}.", "One statement has no day."),
    )
    page = draw(answer, shared_by="<@7>")
    lines = [line for line in text_of(page).split("\n") if typed in line.casefold()]
    assert lines == [f"-# Shared by <@7>, who typed: “{typed}”"]
    assert not texts_of(page)[0].startswith(f"## Who said: {typed}")
    assert "country: South Korea" in text_of(page).replace("\\", "")
    assert "One statement has no day" in text_of(page)
    assert f"Who said: {typed}" in text_of(draw(answer)).replace("\\", "")
