"""Killed before any step of an increment, the store that is current is whole, and the next build makes it good."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.store.build.builder import build, current
from tests.support.small_corpus import ROOT, write_data

# A process of its own, so that forking is safe: for each number that it reads, a child builds until it has come to so
# many steps, and kills itself there. It tells whether the child came to its end.
BUILD_UP_TO = """
import os, signal, sys
from pathlib import Path
from bot.store.build import builder as building
from bot.store.build import table_writer as content
from bot.store.build import page_copy as copying
from bot.store.build import incremental
from bot.store.build import derived_data as indexing
incremental._MOST_CHANGED = 10.0
data, root, folder = map(Path, sys.argv[1:])
STEPS = [
    (copying, "copy_index"), (copying, "renew_older"), (copying, "copy_store"), (building, "prepare"),
    (building, "list_written"), (building, "note_pages"), (indexing.DerivedData, "take_out"),
    (content.TableWriter, "take_out"), (content.TableWriter, "take_in"), (content.TableWriter, "join"),
    (indexing.DerivedData, "put_in"), (indexing.DerivedData, "finish"), (content.TableWriter, "write_facts"),
    (building, "_check_index"), (building, "remove"), (building, "sync_file"), (building, "sync_folder"),
    (building, "publish"), (building, "prune"), (building, "write_manifest"),
]

def watch(owner, name, last):
    real = getattr(owner, name)
    def step():
        global passed
        passed += 1
        if passed == last:
            os.kill(os.getpid(), signal.SIGKILL)
    def run(*given, **named):
        step()
        return real(*given, **named)
    setattr(owner, name, run)

for line in sys.stdin:
    child = os.fork()
    if not child:
        passed = 0
        for owner, name in STEPS:
            watch(owner, name, int(line))
        built = building.build(data, root, folder)
        os._exit(0 if built.touched else 1)
    print(os.waitpid(child, 0)[1], flush=True)
"""


def reword(files: dict[str, Any]) -> None:
    files["a-irreversible"]["statements"][0]["paraphrase"] = "Lim said it in other words."
    del files["a-irreversible"]["statements"][2]


def count_statements(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(db.execute("SELECT count(*) FROM statement").fetchone()[0])


def test_an_increment_killed_at_any_step_leaves_a_store_that_is_current_and_whole(tmp_path: Path) -> None:
    data = write_data(tmp_path / "data")
    before = build(data, ROOT, tmp_path / "before")
    write_data(data, reword)
    after = build(data, ROOT, tmp_path / "after")
    folder = tmp_path / "store"
    killed = 0
    with subprocess.Popen(
        [sys.executable, "-c", BUILD_UP_TO, str(data), str(ROOT), str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        while True:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(tmp_path / "before", folder)
            process.stdin.write(f"{killed + 1}\n")
            process.stdin.flush()
            status = int(process.stdout.readline())
            path = current(folder)
            assert path is not None
            assert count_statements(path) == {before.path.name: 9, after.path.name: 8}[path.name]
            if status == 0:
                break
            assert os.WTERMSIG(status) == 9, f"step {killed + 1} failed by itself"
            killed += 1
            if killed % 8 == 0:
                assert build(data, ROOT, folder).version == after.version
                assert not [one for one in folder.iterdir() if one.name.startswith(".unfinished")]
        process.stdin.close()
    assert killed > 15
    assert path.name == after.path.name
