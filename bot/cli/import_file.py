"""`import`: takes statements in from a table or a data set, and says what was refused, row by row."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.corpus.importing.akoma_ntoso import read_akoma_ntoso
from bot.corpus.importing.data_sets import read_popolo, read_quotebank
from bot.corpus.importing.importer import Importer, ImportReport
from bot.corpus.importing.model import ImportedFile, ImportFileError
from bot.corpus.importing.tables import (
    FIELDS,
    NEEDED,
    ColumnMapping,
    propose_columns,
    read_mapping,
    read_rows,
    read_table,
    write_mapping,
)
from bot.exit_codes import Exit, ExitError
from bot.settings import Settings

_SETTABLE = ("role", "country", "act", "tone", "day")  # fields of a data set that can be the same for all
_READERS = {"akoma-ntoso": read_akoma_ntoso, "popolo": read_popolo, "quotebank": read_quotebank}
FORMATS = ("table", *_READERS)


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What to import and how; an empty format is told by the file, an empty name is that of the file."""

    file: Path
    form: str = ""
    mapping: Path | None = None
    name: str = ""
    constants: tuple[str, ...] = ()


def import_file(settings: Settings, options: ImportOptions) -> int:
    """Import a file; gives BAD_DATA where rows were refused. Raises ExitError where nothing can be imported."""
    try:
        return _import(settings, options)
    except ImportFileError as error:
        raise ExitError(Exit.BAD_INPUT, str(error)) from error
    except OSError as error:
        raise ExitError(Exit.BAD_INPUT, f"{error.filename or options.file}: {error.strerror}") from error


def _import(settings: Settings, options: ImportOptions) -> int:
    file, constants = options.file, _read_constants(options.constants)
    raw = file.read_bytes()
    form = options.form or _guess_format(file, raw)
    if form == "table":
        headings, rows = read_rows(file)
        mapping = _choose_mapping(headings, options, constants)
        read = read_table(rows, mapping, file.parent)
    else:
        read = _fill(_READERS[form](raw), constants)
    name = options.name or "-".join(re.findall("[a-z0-9]+", file.stem.lower()))[:30] or "imported"
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ImportFileError(f"“{name}” is no id: small letters, digits and hyphens")
    report = Importer(settings.data.folder, settings.data.root).take(name, read, raw, file.suffix)
    _tell(report)
    return Exit.BAD_DATA if report.refusals else Exit.DONE


def _choose_mapping(headings: Sequence[str], options: ImportOptions, constants: Mapping[str, str]) -> ColumnMapping:
    if options.mapping:
        mapping = read_mapping(options.mapping.read_text("utf-8"), headings)
        return ColumnMapping(mapping.columns, {**mapping.constants, **constants})
    columns = propose_columns(headings)
    proposal = options.file.with_suffix(".mapping.yaml")
    if not proposal.exists():
        proposal.write_text(write_mapping(headings, columns), "utf-8")
    missing = [field for field in NEEDED if field not in columns and field not in constants]
    gap = f" No column was found for {' and '.join(missing)}." if missing else ""
    raise ImportFileError(
        f"the columns were proposed in {proposal}.{gap} Look it over, then import with --mapping {proposal}"
    )


def _guess_format(file: Path, raw: bytes) -> str:
    begin = raw[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if begin.startswith(b"<"):
        return "akoma-ntoso"
    if begin.startswith(b"{"):
        return "quotebank" if b'"quoteID"' in begin or b'"quotations"' in begin else "popolo"
    if file.suffix.lower() in (".csv", ".tsv", ".xlsx", ".txt"):
        return "table"
    raise ImportFileError(f"the format of {file} is not known: name it with --from {' | '.join(FORMATS)}")


def _read_constants(given: Sequence[str]) -> dict[str, str]:
    constants = {}
    for one in given:
        field, equals, value = one.partition("=")
        if not equals or field not in FIELDS:
            raise ImportFileError(f"--set {one}: write FIELD=VALUE, with a field of {', '.join(FIELDS)}")
        constants[field] = value
    return constants


def _fill(read: ImportedFile, constants: Mapping[str, str]) -> ImportedFile:
    """What is the same for all of a data set, where it says nothing itself."""
    for field in constants:
        if field not in _SETTABLE:
            raise ImportFileError(f"--set {field}: a data set takes {', '.join(_SETTABLE)}")
    fields = {field: constants.get(field, "") for field in _SETTABLE}
    read.statements = [
        replace(
            one,
            role=one.role or fields["role"],
            country=one.country or fields["country"],
            act=one.act or fields["act"],
            tone=one.tone or fields["tone"],
            day=one.day or fields["day"],
        )
        for one in read.statements
    ]
    return read


def _tell(report: ImportReport) -> None:
    for refusal in report.refusals:
        print(f"row {refusal.row}: {refusal.why}", file=sys.stderr)
    print(
        f"{report.statements} statements of {report.documents} documents taken in, {report.people} people new, "
        f"{len(report.refusals)} rows refused"
    )
    for one in report.unknown:
        print(f"  {one}")
    if report.file:
        print(f"  written to {report.file}")
