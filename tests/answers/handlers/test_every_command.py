"""Each kind of question, asked of the shipped records."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.answers.catalogue import COMMANDS, CommandSpec
from bot.answers.handlers.who_said import GROUPS, NAME, PARAPHRASE, QUOTED, REPORTED, VERBATIM
from bot.answers.model import CountryItem, PassageItem, PersonItem, Question, SourceItem, StatementItem
from bot.answers.service import AnswerService
from bot.corpus.problems import CorpusError
from bot.store.build.builder import build
from bot.store.manager import StoreManager
from tests.support.shipped_records import ROOT, TODAY


def list_statements(answer: Any) -> Any:
    return [entry.item.statement for entry in answer.entries if isinstance(entry.item, StatementItem)]


async def test_quoted_words_come_first_then_a_sources_then_all_the_words_then_paraphrases_then_near(ask: Any) -> None:
    seen: set[str] = set()
    for words in ("irreversible", "grave concern", "military cooperation", "treaty defence", "Zinoviev"):
        groups = [entry.group for entry in (await ask("who-said", words=words)).entries]
        assert groups == sorted(groups, key=GROUPS.index)
        assert groups[0] in (QUOTED, REPORTED) or words == "treaty defence"
        seen |= set(groups)
    # The shipped documents are all articles, and words of theirs say every statement.
    assert seen == set(GROUPS) - {VERBATIM, PARAPHRASE}


async def test_exact_words_are_headed_as_quoted_only_where_the_card_quotes_them(ask: Any) -> None:
    for words in ("irreversible", "grave concern", "weapons to Kiev", "big mistake"):
        entries = [entry for entry in (await ask("who-said", words=words)).entries if entry.item.match == "exact"]
        assert entries
        for entry in entries:
            quoted = " ".join(entry.item.snippet.quotations).casefold()
            assert (entry.group == QUOTED) == (words.casefold() in quoted), (words, entry.item.statement.id)


async def test_words_that_a_source_uses_of_an_act_come_after_those_that_report_what_was_said(ask: Any) -> None:
    entries = [entry for entry in (await ask("who-said", words="new treaty")).entries if entry.group == REPORTED]
    shown = [entry.item.snippet.report for entry in entries]
    last = [report.kind == "act" or report.attribution == "inferred" for report in shown]
    assert last == sorted(last)
    assert set(last) == {False, True}


async def test_what_is_found_by_a_name_alone_is_neither_words_nor_paraphrase(ask: Any) -> None:
    answer = await ask("who-said", words="Hanoi")
    assert {entry.group for entry in answer.entries} == {NAME}
    assert answer.notes == (
        "No passage held has these words: they are names of who spoke, to whom, or of the occasion.",
    )
    assert all("hanoi" not in entry.item.statement.paraphrase.casefold() for entry in answer.entries)


async def test_who_said_keeps_to_the_country_spoken_for_and_tells_of_words_spoken_to_it(ask: Any) -> None:
    answer = await ask("who-said", words="irreversible", country="KR")
    assert {speaker.side for s in list_statements(answer) for speaker in s.speakers} == {"KR"}
    assert any("spoken to South Korea or about it" in note for note in answer.notes)
    assert ("country", "") in {(choice.option, choice.value) for choice in answer.choices}


async def test_where_an_option_emptied_the_answer_it_is_named_and_can_be_left_out(
    service: AnswerService, ask: Any
) -> None:
    answer = await ask("who-said", words="irreversible", country="KP")
    assert answer.status in ("nothing", "near")
    assert any(note.startswith("Without country (North Korea) there are") for note in answer.notes)
    again = await service.answer(answer.question.choose("country", ""))
    assert again.status == "found"


async def test_nothing_found_is_said_in_one_sentence(ask: Any) -> None:
    answer = await ask("who-said", words="zeppelin")
    assert (answer.status, answer.entries) == ("nothing", ())
    assert answer.notes == ("The store holds nothing with these words, and nothing near them.",)


async def test_near_hits_alone_are_no_hits(ask: Any) -> None:
    answer = await ask("who-said", words="irreversable zeppelin consequences")
    assert answer.status in ("near", "found")
    if answer.status == "near":
        assert all(entry.group == "Near" and entry.item.match == "near" for entry in answer.entries)
        assert "near, not a hit" in answer.notes[0]


async def test_undated_statements_left_out_by_the_time_are_counted(ask: Any) -> None:
    whole = await ask("timeline")
    undated = [s for s in list_statements(whole) if s.day is None]
    assert undated
    answer = await ask("timeline", since="2000-01-01")
    assert answer.total == whole.total - len(undated)
    assert any(note.startswith(f"{len(undated)} statement") for note in answer.notes)


async def test_a_timeline_goes_by_day_with_what_has_no_day_at_the_end(ask: Any) -> None:
    answer = await ask("timeline")
    days = [s.first_day for s in list_statements(answer)]
    dated = [day for day in days if day]
    assert dated == sorted(dated)
    assert days == dated + [None] * (len(days) - len(dated))
    for entry in answer.entries:
        statement = entry.item.statement
        if statement.day is None:
            assert entry.group == "Day not given"
        elif statement.first_day == statement.last_day and len(statement.day) == 10:
            assert entry.group == f"{statement.first_day:%A} {statement.first_day.day} June 2024"


async def test_two_countries_mean_statements_that_have_to_do_with_both(ask: Any) -> None:
    answer = await ask("timeline", country="US", other_country="KR")
    assert 0 < answer.total < (await ask("timeline", country="KR")).total
    for statement in list_statements(answer):
        named = {speaker.side for speaker in statement.speakers} | set(statement.about) | {p.id for p in statement.to}
        assert {"US", "KR"} <= named


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("timeline", {}),
        ("who-said", {"words": "treaty"}),
        ("summary-by-country", {"country": "KR"}),
        ("summary-by-country", {}),
        ("speaker", {"name": "Putin"}),
        ("statement", {"id": "lim-irreversible-mistake"}),
        ("sources", {}),
    ],
)
async def test_pages_one_after_the_other_hold_what_one_long_answer_holds(
    service: AnswerService, command: Any, options: Any
) -> None:
    whole = await service.answer(Question(command, options, TODAY), 500)
    assert not whole.more
    keys, question = [], Question(command, options, TODAY)
    while True:
        page = await service.answer(question, 2)
        keys += [entry.key for entry in page.entries]
        assert 0 < len(page.entries) <= 2
        if not page.more:
            break
        question = Question(command, options, TODAY, after=keys[-1], skipped=len(keys))
    assert keys == [entry.key for entry in whole.entries]
    assert len(set(keys)) == len(keys) == whole.total


async def test_without_a_country_there_is_a_line_for_each_and_a_way_to_its_summary(
    service: AnswerService, ask: Any
) -> None:
    answer = await ask("summary-by-country")
    assert all(isinstance(entry.item, CountryItem) and not entry.item.head for entry in answer.entries)
    choice = answer.choices[0]
    assert (choice.label, choice.option, choice.value) == ("South Korea", "country", "KR")
    assert (await service.answer(answer.question.choose("country", "KR"))).title == "Where South Korea stands"


async def test_a_summary_has_its_tally_first_and_each_speaker_once_on_each_occasion(ask: Any) -> None:
    answer = await ask("summary-by-country", country="KR")
    head, *lines = [entry.item for entry in answer.entries]
    assert isinstance(head, CountryItem)
    assert head.head
    assert len(lines) + sum(line.more_by_speaker for line in lines) == head.tally.statements
    for line in lines:
        assert "KR" in {speaker.side for speaker in line.statement.speakers}


async def test_a_summary_about_a_country_leaves_out_what_is_not(ask: Any) -> None:
    answer = await ask("summary-by-country", country="KR", about="Ukraine")
    assert list_statements(answer)
    for statement in list_statements(answer):
        assert "UA" in {*statement.about, *(party.id for party in statement.to)}


@pytest.mark.parametrize(
    "name", ["Zakharova", "Kim Hong Kyun", "Georgi Sinowiew", "Лавров", "Moscow's foreign ministry"]
)
async def test_a_speaker_is_found_by_any_spelling_or_said_to_be_unknown(ask: Any, name: Any) -> None:
    answer = await ask("speaker", name=name)
    assert answer.status in ("found", "not-understood")
    if answer.status == "found":
        assert isinstance(answer.entries[0].item, PersonItem)


async def test_a_person_is_followed_by_every_statement_in_order(ask: Any) -> None:
    answer = await ask("speaker", name="Lim Soo-suk")
    assert answer.entries[0].item.person.statements == len(list_statements(answer)) == 2
    for statement in list_statements(answer):
        assert "lim-soo-suk" in {speaker.party.id for speaker in statement.speakers}


async def test_a_statement_shows_a_passage_for_each_report(ask: Any) -> None:
    answer = await ask("statement", id="lim-irreversible-mistake")
    statement = answer.entries[0].item.statement
    passages = [entry.item for entry in answer.entries[1:]]
    assert all(isinstance(item, PassageItem) for item in passages)
    assert [item.report for item in passages] == list(statement.reports)


async def test_an_unknown_id_is_answered_with_the_nearest(service: AnswerService, ask: Any) -> None:
    answer = await ask("statement", id="lim-irreversable-mistake")
    assert answer.status == "not-understood"
    assert answer.choices[0].value == "lim-irreversible-mistake"


async def test_sources_tell_what_is_held_and_what_is_wrong(ask: Any) -> None:
    answer = await ask("sources")
    items = [entry.item for entry in answer.entries]
    assert len(items) == 5
    assert all(isinstance(item, SourceItem) for item in items)
    assert any(item.source.conflicts for item in items)
    assert {entry.item.source.publisher for entry in (await ask("sources", publisher="Hankyoreh")).entries} == {
        "Hankyoreh"
    }


async def test_every_example_of_help_finds_something(service: AnswerService, ask: Any) -> None:
    shown = [example for entry in (await ask("help")).entries for example in entry.item.examples]
    assert "/who-said words: irreversible country: KR" in shown
    assert any(example.startswith("/statement id: ") for example in shown)
    for example in shown:
        command = next(name for name in COMMANDS if f"{example} ".startswith(f"/{name} "))
        options = read_options(example.removeprefix(f"/{command}"))
        # What does something in Discord is understood here, and no more.
        expected = "nothing" if COMMANDS[command].acts else "found"
        assert (await service.answer(Question(command, options, TODAY))).status == expected, example


def read_options(text: Any) -> Any:
    options, name = {}, None
    for word in text.split():
        if word.endswith(":"):
            name = word[:-1]
            options[name] = ""
        else:
            options[name] = f"{options[name]} {word}".strip()
    return options


async def test_an_example_that_finds_nothing_in_the_loaded_store_is_not_shown(
    service: AnswerService, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.answers.handlers import help as helping

    spec = CommandSpec("sources", "x", "x", COMMANDS["sources"].options, ({"publisher": "Nobody's Herald"}, {}))
    monkeypatch.setattr(helping, "COMMANDS", {**COMMANDS, "sources": spec})
    assert (await service.answer(Question("help", {"command": "sources"}, TODAY))).entries[0].item.examples == (
        "/sources",
    )


async def test_status_tells_version_size_age_and_what_only_the_asker_knows(service: AnswerService) -> None:
    from bot.answers.model import FactItem

    answer = await service.answer(Question("status", {}, TODAY), extra=[FactItem("Latency", "41 ms")])
    facts = {entry.item.label: entry.item.text for entry in answer.entries}
    assert facts["Latency"] == "41 ms"
    assert int(facts["Statements"]) > 40
    assert "ago" in facts["Store"]
    assert facts["Size"].endswith("B")


@pytest.fixture
async def own_desk(tmp_path: Path) -> Any:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    folder = tmp_path / "store"
    folder.mkdir()
    build(tmp_path / "data", ROOT, folder)
    manager = StoreManager(folder, readers=1)
    await manager.open()
    yield AnswerService(manager, data=tmp_path / "data", root=ROOT, folder=folder, today=lambda: TODAY)
    await manager.close()


async def test_a_reload_tells_what_changed_and_answers_from_the_new_store(own_desk: Any, tmp_path: Path) -> None:
    asked = Question("statement", {"id": "lim-irreversible-mistake"}, TODAY)
    written = "{id: lim-irreversible-mistake,"
    for file in (tmp_path / "data" / "sources").iterdir():
        file.write_text(file.read_text().replace(written, f"{written} note: Repeated on Friday.,"))
    reloaded = await own_desk.reload()
    assert ("lim-irreversible-mistake", "Lim Soo-suk") in {(one.id, one.speaker) for one in reloaded.changes.changed}
    assert not reloaded.changes.added
    assert not reloaded.changes.removed
    assert list_statements(await own_desk.answer(asked))[0].note == "Repeated on Friday."


async def test_a_reload_with_mistakes_in_the_data_changes_nothing(own_desk: Any, tmp_path: Path) -> None:
    version = own_desk._manager.version
    (tmp_path / "data" / "topics.yaml").write_text("topics: {nonsense")
    with pytest.raises(CorpusError) as caught:
        await own_desk.reload()
    assert any("topics.yaml" in problem.file for problem in caught.value.problems)
    assert own_desk._manager.version == version
    assert (await own_desk.answer(Question("timeline", {}, TODAY))).status == "found"


async def test_completion_leaves_out_a_country_that_is_chosen_already(service: AnswerService) -> None:
    found = await service.suggest("timeline", "other-country", "", {"country": "Seoul"})
    assert "KR" not in {one.value for one in found}
    assert found[0].value == "RU"


async def test_every_completed_value_is_understood(service: AnswerService) -> None:
    for command, option, typed in (
        ("timeline", "country", "kor"),
        ("timeline", "speaker", "kim"),
        ("timeline", "topic", ""),
        ("timeline", "event", "han"),
        ("timeline", "since", "la"),
        ("sources", "publisher", ""),
        ("statement", "id", "putin"),
        ("help", "command", "s"),
    ):
        found = await service.suggest(command, option, typed, {})
        assert found, (command, option)
        for one in found:
            answer = await service.answer(Question(command, {option: one.value}, TODAY))
            assert answer.status in ("found", "nothing"), (option, one)
