"""Tables of quotations: CSV and XLSX, read by a mapping from fields to columns."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from rapidfuzz import fuzz, process

from bot.corpus.importing.model import ImportedDocument, ImportedFile, ImportedStatement, ImportFileError, Refusal

# Fields, each with headings that such tables have for it; the first is the field's own.
FIELDS: dict[str, tuple[str, ...]] = {
    "words": (
        "words",
        "quotation",
        "quote",
        "text of quote",
        "statement",
        "zitat",
        "citation",
        "cita",
        "цитата",
        "인용",
    ),
    "speaker": ("speaker", "name", "person", "official", "who", "said by", "sprecher", "orateur", "спикер", "발언자"),
    "role": ("role", "title", "position", "post", "function", "office", "funktion", "fonction", "직책"),
    "country": ("country", "side", "state", "nation", "land", "pays", "país", "страна", "국가"),
    "day": ("day", "date", "said on", "date of statement", "when", "datum", "jour", "fecha", "дата", "날짜"),
    "file": ("file", "document", "source file", "path", "datei", "fichier"),
    "text": ("text", "full text", "source text", "article text", "context", "passage", "volltext"),
    "source": ("source", "headline", "article", "article title", "document title", "quelle", "titre"),
    "publisher": ("publisher", "outlet", "newspaper", "media", "publication", "medium"),
    "published": ("published", "publication date", "date published", "publication day"),
    "url": ("url", "link", "address", "web", "website", "href"),
    "to": ("to", "addressee", "addressed to", "audience", "adressat"),
    "topics": ("topics", "topic", "subject", "theme", "tag", "tags", "thema", "sujet"),
    "act": ("act", "event type", "plover"),
    "tone": ("tone", "verb", "speech act"),
    "language": ("language", "lang", "sprache", "langue"),
}
NEEDED = ("words", "speaker")
_LIKE = 82  # per cent, from which on a heading is taken for a misspelt one
_LARGEST_BYTES, _LARGEST_UNPACKED = 64_000_000, 512_000_000


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column holds each field, and fields that are the same in every row."""

    columns: Mapping[str, str]
    constants: Mapping[str, str]


def propose_columns(headings: Sequence[str]) -> dict[str, str]:
    """The column of each field as far as headings tell; every column once."""
    taken: dict[str, str] = {}
    left = {" ".join(heading.casefold().replace("_", " ").split()): heading for heading in headings if heading.strip()}
    for is_exact in (True, False):
        for field, names in FIELDS.items():
            if field in taken:
                continue
            for name in names:
                if name in left:
                    taken[field] = left.pop(name)
                    break
                near = None if is_exact else process.extractOne(name, list(left), scorer=fuzz.ratio, score_cutoff=_LIKE)
                if near:
                    taken[field] = left.pop(near[0])
                    break
    return taken


def write_mapping(headings: Sequence[str], columns: Mapping[str, str]) -> str:
    """A mapping file to be looked over: what was proposed, and the columns that stand for nothing yet."""
    lines = [
        "# Which column holds each field. Look it over, then: attache import TABLE --mapping THIS_FILE",
        "columns:",
    ]
    lines += [f"  {field}: {_quote(column)}" for field, column in columns.items()]
    lines += [f"  # {field}: …" for field in FIELDS if field not in columns]
    unused = [heading for heading in headings if heading not in columns.values() and heading.strip()]
    if unused:
        lines.append(f"# Not used: {', '.join(unused)}")
    lines += [
        "# Fields that are the same in every row, such as country: KR, or publisher: The Gazette.",
        "constants: {}",
    ]
    return "\n".join(lines) + "\n"


def read_mapping(text: str, headings: Sequence[str]) -> ColumnMapping:
    """A mapping from its file. Raises ImportFileError for fields and columns that are not there."""
    try:
        loaded = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 -- texts alone
    except yaml.YAMLError as error:
        raise ImportFileError(f"the mapping is no YAML: {error}") from error
    if not isinstance(loaded, dict):
        raise ImportFileError("the mapping holds no keys: write `columns:` and, below it, `words: HEADING`")
    columns, constants = loaded.get("columns") or {}, loaded.get("constants") or {}
    if not isinstance(columns, dict) or not isinstance(constants, dict) or set(loaded) - {"columns", "constants"}:
        raise ImportFileError("the mapping has the keys `columns` and `constants`, each with fields below it")
    for field in (*columns, *constants):
        if field not in FIELDS:
            near = process.extractOne(str(field), FIELDS.keys(), score_cutoff=60)
            offer = f"did you mean `{near[0]}`?" if near else f"fields are {', '.join(FIELDS)}"
            raise ImportFileError(f"the mapping names a field `{field}`: {offer}")
    for field, column in columns.items():
        if column not in headings:
            raise ImportFileError(f"the table has no column “{column}” (for `{field}`): it has {', '.join(headings)}")
    missing = [field for field in NEEDED if field not in columns and field not in constants]
    if missing:
        raise ImportFileError(f"no column for {' and '.join(missing)}: write it under `columns` in a mapping file")
    return ColumnMapping(columns, constants)


def read_rows(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """The headings and rows of a CSV or XLSX file. Raises ImportFileError where it is neither."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ImportFileError(f"{path} cannot be read: {error.strerror}") from error
    if len(raw) > _LARGEST_BYTES:
        raise ImportFileError(f"{path} is larger than {_LARGEST_BYTES // 1_000_000} MB: split it")
    rows = list(_read_xlsx(raw) if raw[:2] == b"PK" else _read_csv(path, raw))
    if not rows:
        raise ImportFileError(f"{path} has no rows")
    headings = [cell.strip() for cell in rows[0]]
    if len({one for one in headings if one}) != sum(1 for one in headings if one):
        raise ImportFileError(f"{path} has two columns of one heading: rename one")
    return headings, [dict(zip(headings, (*row, *[""] * len(headings)), strict=False)) for row in rows[1:]]


def read_table(rows: Sequence[Mapping[str, str]], mapping: ColumnMapping, folder: Path) -> ImportedFile:
    """The statements of a table; `folder` is where the files are that it names."""
    found = ImportedFile()
    given = set(mapping.columns) | set(mapping.constants)
    missing = [field for field in ("day", "url", "role", "to") if field not in given]
    found.unknown += [f"The table does not say the {field} of any row." for field in missing]
    if "act" not in given:
        found.unknown.append("The table does not say what the words do: acts are STATE, tones not judged.")
    texts: dict[str, str | Refusal] = {}
    for number, row in enumerate(rows, 2):
        value = {field: row.get(column, "").strip() for field, column in mapping.columns.items()}
        value = {**mapping.constants, **{field: one for field, one in value.items() if one}}
        if not any(value.get(field) for field in mapping.columns):
            continue
        read = _read_statement(str(number), value, folder, texts)
        if isinstance(read, Refusal):
            found.refusals.append(read)
        else:
            found.statements.append(read)
    return found


def _read_statement(
    row: str, value: Mapping[str, str], folder: Path, texts: dict[str, str | Refusal]
) -> ImportedStatement | Refusal:
    for field in NEEDED:
        if not value.get(field):
            return Refusal(row, f"the row has no {field}")
    text = value.get("text", "")
    if value.get("file"):
        name = value["file"]
        if name not in texts:
            texts[name] = _read_text(row, folder, name)
        read = texts[name]
        if isinstance(read, Refusal):
            return Refusal(row, read.why)
        text = read
    if not text:
        return Refusal(row, "the row brings no document: give the source's text in a column `text` or its `file`")
    if not value.get("source") and not value.get("file"):
        title = text.strip().splitlines()[0][:120]
    else:
        title = value.get("source") or Path(value["file"]).name
    document = ImportedDocument(
        value.get("file") or text, title, text, value.get("publisher", ""), value.get("published", ""),
        value.get("url", ""), value.get("language", "en"),
    )  # fmt: skip
    return ImportedStatement(
        row, document, value["words"], value["speaker"], False, value.get("role", ""), value.get("country", ""),
        value.get("day", ""), _split(value.get("to", "")), _split(value.get("topics", "")), value.get("act", ""),
        value.get("tone", ""),
    )  # fmt: skip


def _read_text(row: str, folder: Path, name: str) -> str | Refusal:
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        return Refusal(row, f"the file “{name}” is not below the table's folder")
    try:
        raw = path.read_bytes()
        return raw.decode("utf-8")
    except OSError as error:
        return Refusal(row, f"the file “{name}” cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        return Refusal(row, f"the file “{name}” is no text in UTF-8: take it in with `attache new` first")


def _read_csv(path: Path, raw: bytes) -> Iterator[list[str]]:
    try:
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        why = f"{path} is not UTF-8 (byte {error.start}): save it as “CSV UTF-8”"
        raise ImportFileError(why) from error
    if "\0" in text:
        raise ImportFileError(f"{path} is no table of text")
    first = text.partition("\n")[0]
    separator = max(",;\t|", key=first.count)
    csv.field_size_limit(_LARGEST_BYTES)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    except csv.Error as error:
        raise ImportFileError(f"{path} is no CSV: {error}") from error


def _read_xlsx(raw: bytes) -> Iterator[list[str]]:
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise ImportFileError("spreadsheets need the extra `tables`: pip install 'attache[tables]'") from error
    try:
        if sum(one.file_size for one in zipfile.ZipFile(io.BytesIO(raw)).infolist()) > _LARGEST_UNPACKED:
            raise ImportFileError("the spreadsheet unpacks to more than 512 MB: save it as CSV")
        sheet = load_workbook(io.BytesIO(raw), read_only=True, data_only=True).worksheets[0]
        for row in sheet.iter_rows(values_only=True):
            yield [_write_cell(cell) for cell in row]
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, IndexError) as error:
        raise ImportFileError("the spreadsheet cannot be read: save it as .xlsx or CSV once more") from error


def _write_cell(cell: object) -> str:
    """A cell as text; a day that the spreadsheet holds as one is written as a day."""
    if cell is None:
        return ""
    if hasattr(cell, "isoformat"):
        written = str(cell.isoformat())
        return written.removesuffix("T00:00:00")
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _split(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.replace(";", ",").split(",") if one.strip())


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
