"""The worked examples for analysts and for programs pass the check, as they stand on the page."""

import re
import shutil
from pathlib import Path

from bot.settings import HOME
from tests.support.whole_corpus import Corpus, read_whole

PAGE = (HOME / "docs" / "records.md").read_text(encoding="utf-8")


def check_example(folder: Path, form: str) -> Corpus:
    """The shipped data with the example of one format added to it."""
    (document,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    (record,) = re.findall(rf"```{form}\n(.*?)```", PAGE, re.DOTALL)
    shutil.copytree(HOME / "data", folder / "data")
    shutil.copytree(HOME / "seeds", folder / "seeds")
    (folder / "seeds" / "lanternport-gazette.txt").write_text(document, encoding="utf-8")
    (folder / "data" / "sources" / f"lanternport-gazette-2031-03-06.{form}").write_text(record, encoding="utf-8")
    return read_whole(folder / "data", folder).corpus


def test_the_worked_example_can_be_added_to_the_shipped_data_as_it_stands(tmp_path: Path) -> None:
    statements = check_example(tmp_path, "yaml").statements
    assert len(statements["orrery-toll-is-a-slap"].reports) == 2
    (recounted,) = statements["lantern-toll-not-aimed"].reports
    assert recounted.record.recounted_by == "quillmark-foreign-office"


def test_the_example_for_programs_holds_the_same_records(tmp_path: Path) -> None:
    from_yaml = check_example(tmp_path / "yaml", "yaml")
    from_lines = check_example(tmp_path / "jsonl", "jsonl")
    assert from_lines.people == from_yaml.people
    for key in ("orrery-toll-is-a-slap", "lantern-toll-not-aimed"):
        written, expected = from_lines.statements[key], from_yaml.statements[key]
        assert (written.record, written.speakers, written.sides) == (expected.record, expected.speakers, expected.sides)
        assert [(one.record, one.passage, one.quotations) for one in written.reports] == [
            (one.record, one.passage, one.quotations) for one in expected.reports
        ]
