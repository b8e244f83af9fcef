"""A mistake in the records, or a full disk, is no outage: the last good store answers, and that is said."""

from __future__ import annotations

import errno
import os
from datetime import date
from pathlib import Path

import pytest

from bot.answers.model import Question
from bot.answers.service import AnswerService
from bot.cli.main import main
from bot.corpus.problems import CorpusError
from bot.exit_codes import Exit, ExitError
from bot.store.errors import RemovalError
from tests.faults.conftest import OpenService
from tests.support.small_corpus import ROOT


async def count_statements(service: AnswerService) -> int:
    answer = await service.answer(Question("timeline", {}, date(2024, 7, 1)), limit=50)
    return len(answer.entries)


async def test_a_start_with_a_broken_record_answers_from_the_last_good_store(
    start: OpenService, data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with start() as service:
        before = await count_statements(service)
    file = next((data / "sources").glob("*.yaml"))
    text = file.read_text("utf-8")
    file.write_text("statements: [", "utf-8")
    async with start() as service:
        assert await count_statements(service) == before
        (fact,) = service.care.collect_facts()
        assert file.name not in fact.text
        assert file.name in service.care.list_details()[0].text
        assert fact.text in str(await service.status())
        assert file.name in caplog.text
        with pytest.raises(CorpusError):
            await service.reload()
        assert str(service.care.problem)
        file.write_text(text, "utf-8")
        await service.reload()
        assert service.care.problem is None
        assert service.care.collect_facts() == ()


async def test_records_that_are_whole_again_are_taken_in_by_themselves(
    start: OpenService, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.answers.store_care.RETRY_SECONDS", 0.0)
    async with start():
        pass
    file = next((data / "sources").glob("*.yaml"))
    text = file.read_text("utf-8")
    file.write_text("statements: [", "utf-8")
    async with start() as service:
        await service.care.check()
        assert str(service.care.problem)
        file.write_text(text, "utf-8")
        service.care.note_problem(service.care.problem)
        await service.care.check()
        assert service.care.problem is None


async def test_a_start_with_a_broken_record_and_no_store_ends_with_its_code(start: OpenService, data: Path) -> None:
    next((data / "sources").glob("*.yaml")).write_text("statements: [", "utf-8")
    with pytest.raises(ExitError) as ended:
        async with start():
            pass
    assert ended.value.code == Exit.BAD_DATA


async def test_a_full_disk_at_the_start_is_no_outage(
    start: OpenService, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start() as service:
        before = await count_statements(service)
    file = next((data / "sources").glob("*.yaml"))
    file.write_text(file.read_text("utf-8") + "# another\n", "utf-8")

    def fill(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("bot.store.build.builder.write_digests", fill)
    async with start() as service:
        assert await count_statements(service) == before
        assert "no space left" in str(service.care.problem).lower()


@pytest.mark.parametrize("gone", ["files", "folder"])
async def test_an_empty_or_unmounted_folder_removes_nothing(start: OpenService, data: Path, gone: str) -> None:
    async with start() as service:
        before = await count_statements(service)
        for file in data.rglob("*.*"):
            file.unlink()
        if gone == "folder":
            for folder in sorted((one for one in data.rglob("*") if one.is_dir()), reverse=True):
                folder.rmdir()
            data.rmdir()
        with pytest.raises(CorpusError, match="no records" if gone == "files" else "no such folder"):
            await service.reload()
        assert await count_statements(service) == before
    async with start() as service:
        assert await count_statements(service) == before


def keep_only_the_first(data: Path) -> None:
    """Take most sources away, and with them most statements."""
    others = sorted((data / "sources").glob("*.yaml"), key=lambda one: one.stat().st_size)[1:]
    assert others
    for file in others:
        file.unlink()


async def test_a_reload_that_removes_more_than_a_third_asks_first(start: OpenService, data: Path) -> None:
    async with start() as service:
        before = await count_statements(service)
        keep_only_the_first(data)
        with pytest.raises(RemovalError) as refused:
            await service.reload()
        assert refused.value.total == before
        assert refused.value.removed * 3 > before
        assert await count_statements(service) == before
    async with start() as service:
        assert await count_statements(service) == before
        assert "--force" in str(service.care.problem)
        await service.reload(force=True)
        assert await count_statements(service) == before - refused.value.removed


def test_the_command_line_wants_force_for_it(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(f"store:\n  folder: {tmp_path / 'store'}\ndata:\n  folder: {data}\n  root: {ROOT}\n")
    command = ["build", "--config", str(config)]
    assert main(command) == Exit.DONE
    keep_only_the_first(data)
    assert main(command) == Exit.NO_STORE
    assert "--force" in capsys.readouterr().err
    assert main([*command, "--force"]) == Exit.DONE
