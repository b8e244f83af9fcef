"""A store made from the one before it is the very store that would be made from nothing, whatever changed."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.corpus.check import check
from bot.corpus.problems import CorpusError, Problem
from bot.store.build import changes, incremental, manifest
from bot.store.build.builder import Built, build, current
from bot.store.build.country_columns import fill
from bot.store.errors import StoreError
from bot.store.files import index_of, manifest_of
from bot.store.filters import Filter
from bot.store.index.reader import IndexReader
from bot.store.index.writer import IndexWriter
from bot.store.store import Store
from tests.support.changing_corpus import ChangingCorpus
from tests.support.searching import search_store


@pytest.fixture(autouse=True)
def however_much_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small corpora change by more than a tenth at once."""
    monkeypatch.setattr(incremental, "_MOST_CHANGED", 10.0)


def read_tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(db.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in tables}


def assert_equal(one: Built, other: Built) -> None:
    ours, theirs = read_tables(one.path), read_tables(other.path)
    assert ours.keys() == theirs.keys()
    for table, rows in theirs.items():
        assert ours[table] == rows, table
    with closing(sqlite3.connect(one.path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert (one.version, one.counts) == (other.version, other.counts)
    assert IndexReader(index_of(one.path)).size == IndexReader(index_of(other.path)).size == one.counts["statement"]


async def search(path: Path, questions: list[str]) -> list[list[tuple[str, object]]]:
    store = await Store.open(path, readers=1, deadline=10.0)
    try:
        found = [await search_store(store, words, Filter()) for words in questions]
        # Which of the near ones are near enough is weighed by counts, in which the index holds on to what was removed
        # until its segments are merged: a handful in a store of any size, and much in one of fifteen statements.
        return [sorted((hit.statement.id, hit.match) for hit in hits if hit.match != "near") for hits in found]
    finally:
        await store.close()


# A failing example is not made smaller: that takes minutes, and its seed tells all.
@settings(
    max_examples=4, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(seed=st.integers(0, 2**32), edits=st.lists(st.integers(1, 3), min_size=1, max_size=3))
def test_an_increment_is_what_a_build_from_nothing_is(
    tmp_path_factory: pytest.TempPathFactory, seed: int, edits: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("corpus")
    corpus = ChangingCorpus(folder, seed)
    build(corpus.data, corpus.root, folder / "store")
    for number, count in enumerate(edits):
        done = [corpus.change() for _ in range(count)]
        corpus.write()
        kept = build(corpus.data, corpus.root, folder / "store")
        fresh = build(corpus.data, corpus.root, folder / f"fresh-{number}")
        assert kept.touched is not None or {"change_vocabulary", "remove_source"}.intersection(done)
        assert_equal(kept, fresh)
    asked = ["lamp toll treaty", "“the envoy said”", "Ada Quill harbour", "word12", "sumit brige", "envoy 5 March 2031"]
    assert asyncio.run(search(kept.path, asked)) == asyncio.run(search(fresh.path, asked))


def test_a_change_that_is_none_makes_no_store(tmp_path: Path) -> None:
    corpus = ChangingCorpus(tmp_path, 1)
    first = build(corpus.data, corpus.root, tmp_path / "store")
    for path in (*corpus.data.rglob("*.yaml"), *(corpus.root / "seeds").iterdir()):
        path.touch()
    again = build(corpus.data, corpus.root, tmp_path / "store")
    assert (again.fresh, again.path, again.touched) == (False, first.path, ())


def test_what_is_noticed_by_size_and_times_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = ChangingCorpus(tmp_path, 1)
    build(corpus.data, corpus.root, tmp_path / "store")
    monkeypatch.setattr(manifest, "_TICK_NS", 0)  # the files are younger than they could be told apart by
    monkeypatch.setattr(changes, "read_bytes", refuse)
    monkeypatch.setattr(changes, "_hash_document", refuse)
    assert not build(corpus.data, corpus.root, tmp_path / "store").fresh


def test_a_change_within_one_tick_of_the_clock_is_noticed(tmp_path: Path) -> None:
    corpus = ChangingCorpus(tmp_path, 1)
    first = build(corpus.data, corpus.root, tmp_path / "store")
    path = next((corpus.data / "sources").iterdir())
    before = path.stat()
    path.write_text(path.read_text("utf-8").replace("The envoy spoke", "The envoy wrote"), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert build(corpus.data, corpus.root, tmp_path / "store").version != first.version


def test_a_manifest_may_be_lost(tmp_path: Path) -> None:
    corpus = ChangingCorpus(tmp_path, 1)
    first = build(corpus.data, corpus.root, tmp_path / "store")
    manifest_of(first.path).unlink()
    assert build(corpus.data, corpus.root, tmp_path / "store").path == first.path
    assert manifest_of(first.path).exists()


def place(problem: Problem) -> tuple[str, int, int, str]:
    return problem.file, problem.line, problem.column, problem.what


def spoil(corpus: ChangingCorpus, name: str, old: str, new: str) -> None:
    path = corpus.root / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_mistake_in_what_changed_is_told_as_a_check_tells_it_and_the_old_store_stays(tmp_path: Path) -> None:
    corpus = ChangingCorpus(tmp_path, 2)
    first = build(corpus.data, corpus.root, tmp_path / "store")
    said = {path.name: path.read_text("utf-8") for path in (corpus.data / "sources").iterdir()}
    repeated = next(entry["id"] for one in corpus.sources.values() for entry in one["entries"] if not entry["new"])
    home = next(name for name, text in said.items() if f"\n- id: {repeated}\n" in text)
    spoil(corpus, f"data/sources/{home}", f"id: {repeated}\n", "id: nobody-repeats-this\n")
    spoil(corpus, f"data/sources/{home}", "tone: say", "tone: sing")
    spoil(corpus, f"data/sources/{home}", "spoke of", "spoke “of”")
    with pytest.raises(CorpusError) as checked:
        check(corpus.data, corpus.root)
    with pytest.raises(CorpusError) as refused:
        build(corpus.data, corpus.root, tmp_path / "store")
    assert [place(problem) for problem in refused.value.problems] == [place(one) for one in checked.value.problems]
    assert {problem.what for problem in refused.value.problems} >= {
        "there is no tone “sing”", f"there is no statement “{repeated}”"
    }  # fmt: skip
    assert current(tmp_path / "store") == first.path
    assert [path for path in (tmp_path / "store").iterdir() if path.name.startswith(".unfinished")] == []


def test_a_document_that_changed_alone_is_a_mistake_of_its_source(tmp_path: Path) -> None:
    corpus = ChangingCorpus(tmp_path, 2)
    build(corpus.data, corpus.root, tmp_path / "store")
    name = next(iter(corpus.sources))
    (corpus.root / "seeds" / f"{name}.txt").write_text("Something else.")
    with pytest.raises(CorpusError, match=r"SHA-256"):
        build(corpus.data, corpus.root, tmp_path / "store")
    (corpus.root / "seeds" / f"{name}.txt").unlink()
    with pytest.raises(CorpusError, match="does not exist"):
        build(corpus.data, corpus.root, tmp_path / "store")


def test_a_spelling_that_stood_in_a_document_alone_is_missed_when_the_document_goes(tmp_path: Path) -> None:
    corpus = ChangingCorpus(tmp_path, 2)
    source = next(one for one in corpus.sources.values() if len(one["entries"]) > 1)
    source["entries"][0]["words"] += " Quillington"
    person = next(iter(corpus.people.values()))
    person["spellings"] = ["Quillington"]
    corpus.write()
    build(corpus.data, corpus.root, tmp_path / "store")
    source["entries"][0]["words"] = "of nobody at all"
    corpus.write()
    with pytest.raises(CorpusError, match="no source spells it “Quillington”"):
        build(corpus.data, corpus.root, tmp_path / "store")


def test_an_increment_that_loses_a_row_is_never_made_current(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = ChangingCorpus(tmp_path, 2)
    first = build(corpus.data, corpus.root, tmp_path / "store")
    corpus.add_statement()
    corpus.write()
    monkeypatch.setattr(IndexWriter, "add", lambda self, entry: None)
    with pytest.raises(StoreError, match="does not have every statement"):
        build(corpus.data, corpus.root, tmp_path / "store")
    assert current(tmp_path / "store") == first.path


def refuse(*_: object) -> None:
    raise AssertionError("this need not be read")


def test_columns_are_filled_anew_only_for_countries_for_which_something_else_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = ChangingCorpus(tmp_path, 1)
    build(corpus.data, corpus.root, tmp_path / "store")
    filled: list[set[str]] = []

    def note_and_fill(db: sqlite3.Connection, countries: set[str]) -> None:
        filled.append(countries)
        fill(db, countries)

    monkeypatch.setattr(incremental, "fill", note_and_fill)
    corpus.reword()
    corpus.write()
    assert build(corpus.data, corpus.root, tmp_path / "store").touched
    corpus.add_statement()
    corpus.write()
    assert build(corpus.data, corpus.root, tmp_path / "store").touched
    assert filled == [set(), {"KR"}]
