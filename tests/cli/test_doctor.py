"""`doctor` names what others may read, and is content with what the bot itself makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.main import main
from bot.exit_codes import Exit
from bot.state import State
from tests.support.draft_corpus import make_draft_corpus

Made = tuple[list[str], Path]


@pytest.fixture
async def made(tmp_path: Path) -> Made:
    """A state file, a store and drafts as the bot makes them."""
    corpus = make_draft_corpus(tmp_path, begun=True)
    config = tmp_path / "config.yaml"
    config.write_text(
        f"state:\n  file: {tmp_path / 'var' / 'state.sqlite'}\nstore:\n  folder: {tmp_path / 'store'}\n"
        f"data:\n  folder: {corpus.data}\n  root: {corpus.root}\n"
    )
    assert main(["build", "--config", str(config)]) == Exit.DONE
    await (await State.open(tmp_path / "var" / "state.sqlite")).close()
    return ["doctor", "--config", str(config)], tmp_path


def test_doctor_is_content_with_what_the_bot_makes(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(made[0]) == Exit.DONE
    assert "Nothing to mend" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["var", "var/state.sqlite", "store", "data/drafts"])
def test_doctor_names_what_others_may_read_and_what_to_do(
    made: Made, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = made[1] / name
    path.chmod(0o755 if path.is_dir() else 0o644)
    assert main(made[0]) == Exit.BAD_SETTINGS
    (line,) = capsys.readouterr().err.splitlines()
    assert "open to others" in line
    assert line.endswith(f"do: chmod {'700' if path.is_dir() else '600'} {path}")
