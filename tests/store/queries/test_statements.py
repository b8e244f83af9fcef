"""What the store gives back is what the records say."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from bot.corpus.checking.anchors import quoted_spans
from bot.store.build.builder import Built
from bot.store.filters import Filter
from bot.store.queries import scopes
from bot.store.queries import sources as loading
from bot.store.queries.positions import Positions
from bot.store.records import CountryTally
from bot.store.session import ReadSession
from bot.store.store import Store
from tests.support.one_query import ask
from tests.support.searching import search_store
from tests.support.small_corpus import read_seed


async def test_a_statement_comes_back_whole(store: Store) -> None:
    record = await store.read(lambda session: session.statement("rudenko-course"))
    assert record is not None
    (speaker,) = record.speakers
    assert (speaker.party.name, speaker.role, speaker.side) == ("Andrey Rudenko", "Deputy Foreign Minister", "RU")
    assert speaker.organisation is not None
    assert speaker.organisation.name == "Russian Foreign Ministry"
    assert [(party.kind, party.id, party.name) for party in record.to] == [
        ("country", "KR", "South Korea"),
        ("person", "lee-do-hoon", "Lee Do-hoon"),
    ]
    assert record.event == ("lee-meets-rudenko", "Meeting of Lee and Rudenko in Moscow")
    assert record.topics == (("relations", "Relations of Seoul and Moscow"),)
    assert (record.day, record.first_day, record.last_day) == ("2024-06-26", date(2024, 6, 26), date(2024, 6, 26))
    assert (record.act, record.tone_label, record.venue, record.sources) == (
        "REQUEST", "demanded", "Russian Foreign Ministry", 1,
    )  # fmt: skip
    (report,) = record.reports
    assert report.speaker_written == "Andrey Rudenko"
    assert [party.name for party in report.via] == ["Russian Foreign Ministry"]
    assert [quoted.exact for quoted in report.quotations] == ["confrontational course"]
    assert (report.source.publisher, report.source.published) == ("The Other Paper", "2024-06-28")


async def test_a_report_from_another_source_stands_beside_the_first_with_its_conflict(store: Store) -> None:
    record = await store.read(lambda session: session.statement("putin-big-mistake"))
    assert record is not None
    assert record.sources == 2
    assert [report.source.id for report in record.reports] == ["joongang", "hankyoreh"]
    (conflict,) = record.reports[1].conflicts
    assert (conflict.field, conflict.with_source) == ("wording", "joongang")
    assert record.reports[1].attribution == "inferred"


async def test_statements_come_by_id_and_unknown_ids_are_left_out(store: Store) -> None:
    found = await store.statements(["summons", "no-such", "lim-irreversible", "summons", "\ud800"])
    assert sorted(found) == ["lim-irreversible", "summons"]
    assert await store.read(lambda session: session.statement("no-such")) is None


async def test_the_account_of_another_party_is_named(store: Store) -> None:
    record = await store.read(lambda session: session.statement("lee-grave-threat"))
    assert record is not None
    assert record.reports[0].recounted_by is not None
    assert record.reports[0].recounted_by.name == "South Korean Foreign Ministry"


def test_every_passage_and_quotation_is_its_stretch_of_the_source(built: Built) -> None:
    with closing(sqlite3.connect(built.path)) as db:
        rows = db.execute(
            """SELECT d.body, q.exact, q.starts, q.ends, r.passage, r.starts, r.ends
               FROM quotation q JOIN report r ON r.n = q.report JOIN source s ON s.id = r.source
               JOIN document d ON d.source = s.n"""
        ).fetchall()
    assert len(rows) == built.counts["quotation"] > 5
    for body, exact, starts, ends, passage, first, last in rows:
        assert body[starts:ends] == exact
        assert body[first:last] == passage
        assert first <= starts < ends <= last


async def test_a_sources_text_is_kept_character_for_character(store: Store) -> None:
    assert await ask(store, ReadSession.source_body, "hankyoreh") == read_seed("hankyoreh")
    assert await ask(store, ReadSession.source_body, "no such source") == ""


async def test_sources_come_oldest_first_with_what_is_held_from_each(store: Store) -> None:
    everything = await ask(store, ReadSession.sources, None)
    assert [source.id for source in everything] == ["irreversible", "hankyoreh", "accord", "joongang"]
    hankyoreh = everything[1]
    assert (hankyoreh.reports, hankyoreh.statements, hankyoreh.quotations) == (4, 4, 3)
    assert hankyoreh.published_at == "2024-06-28T17:18:00+09:00"
    assert hankyoreh.authors == ("Jang Ye-ji",)
    assert [conflict.field for conflict in hankyoreh.conflicts] == ["title"]
    assert [source.id for source in await ask(store, ReadSession.sources, "The Daily Example")] == [
        "irreversible",
        "accord",
    ]
    assert await ask(store, ReadSession.sources, "No Such Paper") == []


async def test_a_report_says_whether_its_passage_quotes_anybody_else(store: Store) -> None:
    page = await store.timeline(Filter(), None, 100)
    reports = [report for statement in page.statements for report in statement.reports]
    for report in reports:
        own = [quoted.exact for quoted in report.quotations]
        marked = [span.cut(report.passage) for span in quoted_spans(report.passage)]
        others = [words for words in marked if not any(words in exact or exact in words for exact in own)]
        assert report.quotes_others == bool(others)
    assert {report.quotes_others for report in reports} == {True, False}


async def test_a_person_comes_with_every_name_role_and_the_time_attested(store: Store) -> None:
    person = await ask(store, ReadSession.party, "georgy-zinoviev")
    assert person is not None
    assert person.names == (("Georgy Zinoviev", "name"), ("Georgi Sinowiew", "spelling"))
    ((title, body, country, attested),) = person.roles
    assert (title, body and body.id, country, attested) == ("Ambassador to South Korea", "ru-mid", "RU", "2024-06")
    assert (person.statements, person.first_day) == (0, None)
    speaker = await ask(store, ReadSession.party, "andrey-rudenko")
    assert speaker is not None
    assert (speaker.statements, speaker.first_day, speaker.country) == (2, date(2024, 6, 26), "RU")
    assert await ask(store, ReadSession.party, "nobody") is None


async def test_the_directory_knows_countries_that_no_record_names(store: Store) -> None:
    assert [name.ref for name in store.directory.exact("country", "Deutschland")] == ["DE"]
    assert [name.ref for name in store.directory.exact("country", "PRK")] == ["KP"]
    assert [name.ref for name in store.directory.exact("person", "georgi sinowiew")] == ["georgy-zinoviev"]


async def test_what_the_sources_call_a_speaker_is_a_name_where_it_is_part_of_it(built: Built) -> None:
    with closing(sqlite3.connect(built.path)) as db:
        written = db.execute("SELECT ref, text FROM name WHERE usage = 'written'").fetchall()
    assert written == [("lim-soo-suk", "Lim")]


async def read_tally(store: Store, code: str, f: Filter) -> CountryTally | None:
    return (await ask(store, ReadSession.summary, code, f, None, 1))[0]


async def read_stand(store: Store, code: str, f: Filter, after: str | None, limit: int) -> Positions:
    return (await ask(store, ReadSession.summary, code, f, after, limit))[1]


async def test_a_country_is_tallied_by_acts_speakers_addressees_and_topics(store: Store) -> None:
    tallies = await ask(store, ReadSession.tallies, Filter(), ["KR", "FR", "RU"])
    assert [(tally.code, tally.statements) for tally in tallies] == [("KR", 5), ("RU", 4)]
    korea = tallies[0]
    assert korea.acts[0] == ("THREATEN", 2)
    assert korea.speakers == 3
    assert [(party.name, count) for party, count in korea.addressees] == [
        ("Russia", 2), ("Andrey Rudenko", 1), ("Georgy Zinoviev", 1),
    ]  # fmt: skip
    assert [(key, count) for key, _, count in korea.topics] == [("arms", 2), ("relations", 2), ("treaty", 2)]
    assert (korea.first_day, korea.last_day, korea.sources) == (date(2024, 6, 18), date(2024, 6, 27), 3)
    one = await read_tally(store, "KR", Filter(topic="treaty"))
    assert one is not None
    assert one.statements == 2
    assert await read_tally(store, "FR", Filter()) is None
    assert await read_tally(store, "FR", Filter(topic="treaty")) is None
    assert (
        await read_tally(store, "KR", Filter())
        == await read_tally(store, "KR", Filter(until=None, country="KR"))
        == korea
    )


async def test_where_a_country_stands_is_the_newest_of_each_speaker_by_occasion(store: Store) -> None:
    lines = (await read_stand(store, "RU", Filter(), None, 10)).lines
    assert [(line.group, line.newest_of, line.more_by_speaker, line.statement.id) for line in lines] == [
        ("Meeting of Lee and Rudenko in Moscow", "andrey-rudenko", 1, "rudenko-partnership"),
        ("Press conference in Hanoi", "vladimir-putin", 1, "putin-respective-decision"),
    ]
    rest = await read_stand(store, "RU", Filter(), lines[0].key, 10)
    assert [line.statement.id for line in rest.lines] == ["putin-respective-decision"]
    cut = await read_stand(store, "RU", Filter(), "no key at all", 1)
    assert (len(cut.lines), cut.total, rest.total) == (1, 2, 2)
    assert (await read_stand(store, "FR", Filter(), None, 10)).lines == ()


async def test_statements_without_an_event_stand_under_their_first_topic(store: Store) -> None:
    groups = [(line.group, line.newest_of) for line in (await read_stand(store, "KR", Filter(), None, 10)).lines]
    assert ("Relations of Seoul and Moscow", "lim-soo-suk") in groups
    assert groups[-1] == ("Arms for Ukraine", "kr-mofa")  # no day is known for it


async def test_the_store_says_what_it_is(store: Store, built: Built) -> None:
    assert store.info.version == built.version
    assert store.info.counts == built.counts
    assert store.path == built.path
    assert isinstance(store.path, Path)


async def test_what_is_held_is_read_in_portions_that_hold_everything_once(
    store: Store, built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(built.path)) as db:
        rows = db.execute("SELECT id, digest FROM statement ORDER BY id").fetchall()
        expected = [f"{key} {digest[:16]}" for key, digest in rows]
        for sql in (scopes._DIGESTS, scopes._NEXT_ID):
            plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", ("", "z", 4))]
            assert any("SEARCH statement USING" in step and "(first_id>? AND first_id<?)" in step for step in plan)
    for portion in (1, 4, 9, 4_000):
        monkeypatch.setattr(scopes, "PORTION", portion)
        lines: list[str] = []
        begin: str | None = ""
        while begin is not None:
            text, begin = await store.read_statements_from(begin, None)
            lines += text.splitlines()
        assert lines == expected
    text, _ = await store.read_statements_from("l", "m")
    assert text.split()[::2] == ["lee-grave-threat", "lim-irreversible", "lim-move-away"]


async def test_sources_are_paged_by_key_along_an_index(store: Store, built: Built) -> None:
    with closing(sqlite3.connect(built.path)) as db:
        for publisher in (None, "The Daily Example"):
            whole = [source.id for source in await ask(store, ReadSession.sources, publisher)]
            pages, after = [], None
            while page := await ask(store, ReadSession.sources, publisher, after, 0, 1):
                pages += [source.id for source in page]
                after = page[-1].id
            assert pages == whole
            assert [source.id for source in await ask(store, ReadSession.sources, publisher, "taken away", 1)] == whole[
                1:
            ]
            asked: list[str] = []
            db.set_trace_callback(asked.append)
            loading.list_sources(db, publisher, whole[0], 0, 3)
            db.set_trace_callback(None)
            plans = [[row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")] for sql in asked]
            assert not [step for plan in plans for step in plan if step.startswith(("SCAN s", "SCAN r", "SCAN c"))]
    assert await ask(store, ReadSession.count_sources, "The Daily Example") == (2, 4, 2)
    assert await ask(store, ReadSession.count_sources, None) == (
        4,
        built.counts["report"],
        built.counts["quotation"],
    )


async def test_what_is_only_counted_is_what_a_search_shows(store: Store) -> None:
    for words in ("irreversible", "very big mistake", "confrontational course", "grave threat of arms"):
        shown = [(hit.statement.id, hit.statement.day, hit.match) for hit in await search_store(store, words, Filter())]
        counted = await store.read(partial(ReadSession.list_hits, words=words, f=Filter(), limit=60))
        assert counted == {key: day for key, day, match in shown if match != "near"}
