"""`migrate`: brings records of the old form to the new one, file by file."""

from __future__ import annotations

import os
from pathlib import Path

from bot.corpus.check import check
from bot.corpus.problems import CorpusError
from bot.corpus.reading.data_files import list_files
from bot.corpus.writing.migration import migrate_records
from bot.exit_codes import Exit, ExitError
from bot.ingest.review.files import replace_file
from bot.settings import HOME


def migrate(data: Path, root: Path) -> int:
    """Migrate all YAML files of a folder whose records pass the check; a file without anything to do is not written.

    Raises ExitError where the records have mistakes.
    """
    try:
        check(data, root)
    except CorpusError as error:
        why = f"the records have {len(error.problems)} mistakes: mend them first, `check` shows them"
        raise ExitError(Exit.BAD_DATA, why) from error
    changed = 0
    for file in list_files(data)[0]:
        if not file.key.endswith(".yaml"):
            continue
        path = Path(file.path)
        name = "source.json" if file.is_source else "vocabulary.json"
        schema = Path(os.path.relpath(HOME / "docs/schema" / name, path.parent)).as_posix()
        text = path.read_bytes().decode("utf-8")
        migrated = migrate_records(text, schema, is_source=file.is_source)
        if migrated != text:
            changed += 1
            replace_file(path, migrated.encode())
            print(f"migrated {path}: {len(text.splitlines())} lines before, {len(migrated.splitlines())} now")
    print(f"{changed} files changed")
    return Exit.DONE
