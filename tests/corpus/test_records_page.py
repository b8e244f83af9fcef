"""The worked example for analysts passes the check, as it stands on the page."""

import re
import shutil
from pathlib import Path

from whole_corpus import read_whole

from bot.settings import HOME


def test_the_worked_example_can_be_added_to_the_shipped_data_as_it_stands(tmp_path: Path) -> None:
    page = (HOME / "docs" / "records.md").read_text(encoding="utf-8")
    (document,) = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    (record,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    shutil.copytree(HOME / "data", tmp_path / "data")
    shutil.copytree(HOME / "seeds", tmp_path / "seeds")
    (tmp_path / "seeds" / "lanternport-gazette.txt").write_text(document, encoding="utf-8")
    (tmp_path / "data" / "sources" / "lanternport-gazette-2031-03-06.yaml").write_text(record, encoding="utf-8")

    statements = read_whole(tmp_path / "data", tmp_path).corpus.statements
    assert len(statements["orrery-toll-is-a-slap"].reports) == 2
    (recounted,) = statements["lantern-toll-not-aimed"].reports
    assert recounted.record.recounted_by == "quillmark-foreign-office"
