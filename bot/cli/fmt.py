"""`fmt`: brings files of records into one order and one style."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from bot.corpus.reading.data_files import list_files
from bot.corpus.writing.formatter import FormatError, format_records
from bot.exit_codes import Exit, ExitError
from bot.ingest.review.files import replace_file


def format_files(data: Path, files: Sequence[Path], *, only_check: bool) -> int:
    """Format files, or all YAML files of a data folder; with `only_check` say which are not formatted.

    Gives BAD_DATA where a file cannot be formatted or, when only checking, is not formatted.
    """
    chosen = list(files) or [Path(one.path) for one in list_files(data)[0] if one.key.endswith(".yaml")]
    failed = 0
    for path in chosen:
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ExitError(Exit.BAD_INPUT, f"{path} cannot be read: {error}") from error
        try:
            formatted = format_records(text)
        except FormatError as error:
            failed += 1
            print(f"{path}: {error}", file=sys.stderr)
            continue
        if formatted == text:
            continue
        if only_check:
            failed += 1
            print(f"{path} is not formatted")
        else:
            replace_file(path, formatted.encode())
            print(f"formatted {path}")
    return Exit.BAD_DATA if failed else Exit.DONE
