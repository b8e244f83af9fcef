"""A store that is damaged on the disk is noticed, answers nothing, and is built anew under another name."""

from __future__ import annotations

import asyncio
import random
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from bot.answers.model import Answer, Question
from bot.answers.service import AnswerService
from bot.store.digests import find_damage, read_digests, sample_damage
from bot.store.files import current, index_of
from tests.faults.conftest import OpenService

DAY = date(2024, 6, 28)
WORD = "irreversible"


def list_files(store: Path) -> list[Path]:
    return [store, *sorted(path for path in index_of(store).rglob("*") if path.is_file() and path.suffix != ".lock")]


def flip(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        (byte,) = file.read(1)
        file.seek(at)
        file.write(bytes([byte ^ 0xFF]))


def get_current(folder: Path) -> Path:
    path = current(folder)
    assert path is not None
    return path


async def ask(service: AnswerService) -> Answer:
    return await service.answer(Question("who-said", {"words": WORD}, DAY))


async def wait_until_healed(service: AnswerService, before: Path) -> None:
    async with asyncio.timeout(30):
        while service._manager.path == before or service._manager.is_damaged:
            await asyncio.sleep(0.02)


def alter_quotation(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        assert db.execute("UPDATE quotation SET exact = replace(exact, ?, 'reversible')", (WORD,)).rowcount


async def test_a_quotation_altered_in_the_file_is_noticed_and_the_store_built_anew(
    start: OpenService, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with start() as service:
        before, right = get_current(folder), await ask(service)
        assert right.status == "found"
        alter_quotation(before)
        await service.care.check()
        assert get_current(folder) != before
        assert (await ask(service)).entries == right.entries
    assert "is damaged" in caplog.text


async def test_a_reload_heals_a_store_altered_in_its_file(start: OpenService, folder: Path) -> None:
    async with start() as service:
        before, right = get_current(folder), await ask(service)
        alter_quotation(before)
        reloaded = await service.reload()
        assert get_current(folder) != before
        assert (reloaded.changes.added, reloaded.changes.removed) == ((), ())
        assert (await ask(service)).entries == right.entries


async def test_a_start_on_an_altered_store_answers_from_a_new_one(start: OpenService, folder: Path) -> None:
    async with start() as service:
        right = await ask(service)
    before = get_current(folder)
    alter_quotation(before)
    async with start() as service:
        assert get_current(folder) != before
        assert (await ask(service)).entries == right.entries


async def test_one_damaged_byte_anywhere_never_ends_a_start(start: OpenService, folder: Path) -> None:
    async with start() as service:
        right = await ask(service)
    chance = random.Random(1)
    for _ in range(12):
        store = get_current(folder)
        damaged = chance.choice(list_files(store))
        flip(damaged, chance.randrange(damaged.stat().st_size))
        async with start() as service:
            assert (await ask(service)).entries == right.entries


async def test_a_damaged_meta_table_is_made_again(start: OpenService, folder: Path) -> None:
    async with start():
        pass
    store = get_current(folder)
    raw = store.read_bytes()
    flip(store, raw.index(b"attache-store-"))
    async with start() as service:
        assert (await ask(service)).status == "found"
    assert get_current(folder) != store


@pytest.mark.parametrize("ending", [".term", ".idx", ".fast", ".store", ".pos", ".fieldnorm"])
async def test_an_index_file_overwritten_while_running_is_answered_and_healed(
    start: OpenService, folder: Path, ending: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with start() as service:
        before, right = get_current(folder), await ask(service)
        for path in (path for path in list_files(before) if path.suffix == ending):
            # As long as before: what is mapped into memory must not end the process by a signal.
            path.write_bytes(random.Random(2).randbytes(path.stat().st_size))
        await service.suggest("who-said", "words", "irrev", {})
        while (answer := await ask(service)).status == "unavailable":
            await wait_until_healed(service, before)
        assert answer.status in ("found", "near", "nothing")
        await service.care.check()
        assert get_current(folder) != before
        assert (await ask(service)).entries == right.entries
    assert "is damaged" in caplog.text


async def test_a_store_deleted_while_running_goes_on_answering(start: OpenService, folder: Path) -> None:
    async with start() as service:
        right = await ask(service)
        shutil.rmtree(folder)
        assert (await ask(service)).entries == right.entries
        await service.care.check()
        assert (await ask(service)).entries == right.entries
        assert find_damage(get_current(folder)) is None


async def test_damage_with_broken_records_answers_from_the_other_good_store(
    start: OpenService, folder: Path, data: Path
) -> None:
    async with start():
        pass
    file = next((data / "sources").glob("*.yaml"))
    text = file.read_text("utf-8")
    file.write_text(text.replace("tone: ", "tone: ", 1) + "# another\n", "utf-8")
    async with start() as service:
        before = get_current(folder)
        file.write_text("statements: [", "utf-8")
        alter_quotation(before)
        await service.care.check()
        assert (await ask(service)).status == "found"
        assert any("could not be taken in" in fact.text for fact in service.care.collect_facts())


async def test_a_sample_finds_damage_in_the_end(start: OpenService, folder: Path) -> None:
    async with start():
        pass
    store = get_current(folder)
    assert find_damage(store) is None
    flip(store, store.stat().st_size // 2)
    chance = random.Random(3)
    assert any(sample_damage(store, 1, chance) for _ in range(200))


async def test_an_increment_has_the_digests_of_a_store_read_through(
    start: OpenService, folder: Path, data: Path
) -> None:
    async with start() as service:
        before = get_current(folder)
        file = next((data / "sources").glob("*.yaml"))
        file.write_text(file.read_text("utf-8") + "# another\n", "utf-8")
        await service.reload()
    after = get_current(folder)
    assert after != before
    assert read_digests(after)
    assert find_damage(after) is None
