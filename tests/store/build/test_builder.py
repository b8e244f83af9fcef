"""Building: never half-done, the same from the same, and the old store stays until the new one is whole."""

from __future__ import annotations

import fcntl
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.corpus.problems import CorpusError
from bot.store.build import builder as building
from bot.store.build import table_writer as content
from bot.store.build.builder import Built, build, current, prune
from bot.store.build.table_writer import read_schema
from bot.store.diff import StatementName, compare
from bot.store.errors import StoreError
from bot.store.files import hold, publish
from bot.store.store import Store
from tests.support.small_corpus import ROOT, write_data


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return list(db.iterdump())


def reword(files: dict[str, Any]) -> None:
    files["a-irreversible"]["statements"][0]["paraphrase"] = "Lim said it in other words."
    del files["c-joongang"]["statements"][1]
    files["d-accord"]["statements"][0]["id"] = "the-summons"


def test_the_same_records_give_the_same_store(small_data: Path, built: Built, tmp_path: Path) -> None:
    again = build(small_data, ROOT, tmp_path)
    assert again.fresh
    assert (again.version, again.counts) == (built.version, built.counts)
    assert dump(again.path) == dump(built.path)
    assert again.path.read_bytes() == built.path.read_bytes()


def test_other_records_give_another_version(small_data: Path, built: Built, tmp_path: Path) -> None:
    other = build(write_data(tmp_path / "data", reword), ROOT, tmp_path / "store")
    assert other.version != built.version


def test_a_version_that_is_there_is_used_again(small_data: Path, tmp_path: Path) -> None:
    first = build(small_data, ROOT, tmp_path)
    written = first.path.stat().st_mtime_ns
    second = build(small_data, ROOT, tmp_path)
    assert not second.fresh
    assert second.path.stat().st_mtime_ns == written


def test_a_damaged_store_of_the_same_version_is_written_anew(small_data: Path, tmp_path: Path) -> None:
    first = build(small_data, ROOT, tmp_path)
    sound = first.path.read_bytes()
    first.path.write_bytes(sound[:5000])
    second = build(small_data, ROOT, tmp_path)
    assert second.fresh
    assert second.path.read_bytes() == sound


def test_counts_are_those_of_the_records(built: Built) -> None:
    assert built.counts == {
        "source": 4, "statement": 9, "report": 10, "quotation": 7, "party": 8, "event": 3, "topic": 3, "tone": 3,
    }  # fmt: skip


def test_the_pointer_names_the_store_on_one_line(built: Built) -> None:
    assert (built.path.parent / "current").read_text() == f"{built.path.name}\n"
    assert current(built.path.parent) == built.path


@pytest.mark.parametrize("content", [b"", b"../../etc/passwd\n", b"store-0000000000000000.sqlite\n", b"\xff\xfe"])
def test_a_pointer_to_no_store_is_no_store(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "current").write_bytes(content)
    assert current(tmp_path) is None


def test_a_mistake_in_the_records_changes_nothing(small_data: Path, tmp_path: Path) -> None:
    first = build(small_data, ROOT, tmp_path / "store")
    before = sorted(path.name for path in first.path.parent.iterdir())

    def spoil(files: dict[str, Any]) -> None:
        files["a-irreversible"]["statements"][0]["tone"] = "no-such-tone"

    with pytest.raises(CorpusError):
        build(write_data(tmp_path / "data", spoil), ROOT, tmp_path / "store")
    assert current(tmp_path / "store") == first.path
    assert sorted(path.name for path in first.path.parent.iterdir()) == before


def test_a_store_that_lost_a_row_is_never_made_current(
    small_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    losing = f"{read_schema()} CREATE TRIGGER losing AFTER INSERT ON quotation BEGIN DELETE FROM quotation; END;"
    monkeypatch.setattr(content, "read_schema", lambda: losing)
    with pytest.raises(StoreError, match="quotation has 0 rows, the records 7"):
        build(small_data, ROOT, tmp_path)
    assert current(tmp_path) is None
    assert [path.name for path in tmp_path.iterdir()] == ["build.lock"]


def test_a_dangling_reference_is_never_made_current(
    small_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "make_country_rows", list)
    with pytest.raises(StoreError, match="refers to no country"):
        build(small_data, ROOT, tmp_path)
    assert current(tmp_path) is None


def test_a_full_disk_is_one_clear_sentence(small_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_IN_BULK", f"{building._IN_BULK} PRAGMA max_page_count = 40;")
    with pytest.raises(StoreError, match=r"The store cannot be written in .*: database or disk is full\."):
        build(small_data, ROOT, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["build.lock"]


def test_a_folder_that_cannot_be_written_is_one_clear_sentence(small_data: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="The store cannot be written in"):
        build(small_data, ROOT, tmp_path / "taken" / "store")


def test_what_a_dead_build_left_is_removed_and_a_live_one_is_left_alone(small_data: Path, tmp_path: Path) -> None:
    left = tmp_path / ".unfinished-0123456789abcdef-1-1"
    left.write_text("half a store")
    with (tmp_path / "build.lock").open("a") as live:
        fcntl.flock(live, fcntl.LOCK_EX)
        with pytest.raises(StoreError, match="Another build is at work"):
            build(small_data, ROOT, tmp_path, wait=0.0)
        assert left.exists()
    build(small_data, ROOT, tmp_path)
    assert not left.exists()


# A process of its own, so that forking is safe: for each line that it reads it starts a child that builds for ever.
BUILD_FOR_EVER = """
import itertools
import os
import sys
from pathlib import Path
from bot.store.build import builder as building
data, root, folder = map(Path, sys.argv[1:])
for line in sys.stdin:
    child = os.fork()
    if not child:
        for round in itertools.count():
            # another version each time, so that each round writes a whole store
            building._digest_makers = lambda: f"{os.getpid()} {round}"
            building.build(data, root, folder)
    print(child, flush=True)
    os.waitpid(child, 0)
"""


def test_a_build_killed_at_any_moment_leaves_a_store_that_is_current_and_whole(
    small_data: Path, tmp_path: Path
) -> None:
    first = build(small_data, ROOT, tmp_path)
    chance = random.Random(7)
    cut_short = 0
    command = [sys.executable, "-c", BUILD_FOR_EVER, str(small_data), str(ROOT), str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(10):
            process.stdin.write("\n")
            process.stdin.flush()
            child = int(process.stdout.readline())
            time.sleep(chance.uniform(0.0, 0.2))
            os.kill(child, signal.SIGKILL)
            path = current(tmp_path)
            assert path is not None
            with closing(sqlite3.connect(path)) as db:
                assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                assert db.execute("SELECT count(*) FROM statement").fetchone() == (9,)
            cut_short += any(one.name.startswith(".unfinished") for one in tmp_path.iterdir())
        process.stdin.close()
    after = build(small_data, ROOT, tmp_path)
    assert (current(tmp_path), after.version) == (after.path, first.version)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".unfinished")]
    assert cut_short, "no build was killed midway: the test shows nothing"


def make_stores(folder: Path, count: int) -> list[Path]:
    stores = [folder / f"store-{n:016x}.sqlite" for n in range(count)]
    for age, path in enumerate(stores):
        path.write_text("a store")
        os.utime(path, (age, age))
    return stores


def test_only_the_newest_stores_and_the_current_one_are_kept(tmp_path: Path) -> None:
    stores = make_stores(tmp_path, 5)
    publish(tmp_path, stores[0])
    other = tmp_path / "notes.txt"
    other.write_text("not ours")
    assert sorted(prune(tmp_path, 2)) == stores[1:4]
    assert other.exists()
    assert stores[0].exists()
    assert stores[4].exists()


def test_a_store_in_use_is_not_unlinked(tmp_path: Path) -> None:
    stores = make_stores(tmp_path, 3)
    held = hold(stores[0])
    try:
        assert prune(tmp_path, 1) == [stores[1]]
    finally:
        os.close(held)
    assert prune(tmp_path, 1) == [stores[0]]


async def test_an_open_store_holds_its_file(small_data: Path, tmp_path: Path) -> None:
    built = build(small_data, ROOT, tmp_path / "store")
    store = await Store.open(built.path, readers=1)
    newer = build(write_data(tmp_path / "data", reword), ROOT, tmp_path / "store")
    assert prune(tmp_path / "store", 1) == []
    assert await store.read(lambda session: session.statement("summons")) is not None
    await store.close()
    assert prune(tmp_path / "store", 1) == [built.path]
    assert current(tmp_path / "store") == newer.path


def test_two_stores_are_compared_by_their_statements(small_data: Path, built: Built, tmp_path: Path) -> None:
    new = build(write_data(tmp_path / "data", reword), ROOT, tmp_path / "store")
    changes = compare(built.path, new.path)
    assert changes.added == (StatementName("the-summons", "South Korean Foreign Ministry"),)
    assert changes.changed == (StatementName("lim-irreversible", "Lim Soo-suk"),)
    assert changes.removed == (
        StatementName("putin-respective-decision", "Vladimir Putin"),
        StatementName("summons", "South Korean Foreign Ministry"),
    )
    assert compare(built.path, built.path) == compare(new.path, new.path)
    assert len(compare(None, built.path).added) == 9


def test_what_is_no_store_is_not_compared(built: Built, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("not a store at all, but long enough to look at" * 50)
    with pytest.raises(StoreError, match="cannot be read"):
        compare(tmp_path / "x", built.path)
