"""Draft files on the disk: YAML in `data/drafts/`, written beside and replaced, so that none is ever half there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError

from bot.ingest.drafting.model import Band
from bot.ingest.review.files import replace_file
from bot.ingest.review.model import Decision, DocumentPart, DraftFile, Reason, ReviewDraft, ReviewError, Status

_HEAD = "# Drafts of one document, waiting for review: `python -m bot review`. Nothing here is in the store.\n"
_KEYS = {
    "key",
    "band",
    "status",
    "version",
    "proposed",
    "decision",
    "edited",
    "undone",
    "by_hand",
    "rules",
    "vocabulary",
    "entry",
}


def make_yaml() -> YAML:
    """A round-trip YAML with the project's indentation; comments, quotes and order stay."""
    yaml = YAML(typ="rt")
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 110
    yaml.preserve_quotes = True
    yaml.allow_unicode = True
    return yaml


def list_draft_files(data: Path) -> list[Path]:
    """The draft files of a data folder by name."""
    return sorted((data / "drafts").glob("*.yaml"))


def path_of(data: Path, source: str) -> Path:
    """Where the drafts of a source lie. Raises ReviewError for what is no id."""
    if not source or any(char not in "abcdefghijklmnopqrstuvwxyz0123456789-" for char in source):
        raise ReviewError(f"“{source}” is no id of a document: small letters, digits and hyphens.")
    return data / "drafts" / f"{source}.yaml"


def read_draft_file(path: Path) -> DraftFile:
    """Read a draft file. Raises ReviewError where there is none, or an editor left it broken."""
    try:
        loaded = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ReviewError(f"There are no drafts in {path.name}: `python -m bot ingest FILE` makes them.") from None
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise ReviewError(f"{path.name} cannot be read: {_first_line(error)}. Mend it in a text editor.") from error
    try:
        return _file_of(loaded)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ReviewError(
            f"{path.name} is no draft file any more ({_first_line(error)}). Mend it, or ingest again."
        ) from error


def write_draft_file(path: Path, file: DraftFile) -> None:
    """Write a draft file as one step: whoever reads meanwhile has the old one or the new one."""
    content: dict[str, Any] = {"source": dict(file.source), "drafts": [_draft_to(draft) for draft in file.drafts]}
    if file.set_aside:
        content["set_aside"] = [{"words": words, "why": why} for words, why in file.set_aside]
    if file.notes:
        content["notes"] = list(file.notes)
    if file.parts:
        content["parts"] = [_part_to(part) for part in file.parts]
    out = StringIO()
    make_yaml().dump(content, out)
    # What nobody has reviewed yet is for the bot and its editors alone.
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    replace_file(path, (_HEAD + out.getvalue()).encode(), mode=0o600)


def _part_to(part: DocumentPart) -> CommentedMap:
    written = CommentedMap({"as": part.kind, "from": part.start, "to": part.end})
    written.fa.set_flow_style()
    return written


def _draft_to(draft: ReviewDraft) -> dict[str, Any]:
    written: dict[str, Any] = {
        "key": draft.key,
        "band": str(draft.band),
        "status": str(draft.status),
        "version": draft.version,
    }
    if draft.proposed:
        written["proposed"] = draft.proposed
    if draft.decision:
        decision = {name: value for name, value in asdict(draft.decision).items() if value is not None}
        written["decision"] = {name: str(value) for name, value in decision.items()}
    if draft.edited:
        written["edited"] = list(draft.edited)
    if draft.undone:
        written["undone"] = draft.undone
    if draft.by_hand:
        written["by_hand"] = True
    written["rules"] = dict(draft.rules)
    if draft.vocabulary:
        written["vocabulary"] = draft.vocabulary
    written["entry"] = draft.entry
    return written


def _file_of(loaded: Any) -> DraftFile:
    drafts = tuple(_draft_of(one) for one in loaded["drafts"])
    if len({draft.key for draft in drafts}) != len(drafts):
        raise ValueError("a key stands there twice")
    return DraftFile(
        source=_plain(loaded["source"]),
        drafts=drafts,
        set_aside=tuple((one["words"], one["why"]) for one in loaded.get("set_aside", ())),
        notes=tuple(loaded.get("notes", ())),
        parts=tuple(DocumentPart(int(one["from"]), int(one["to"]), str(one["as"])) for one in loaded.get("parts", ())),
    )


def _draft_of(loaded: Mapping[str, Any]) -> ReviewDraft:
    unknown = set(loaded) - _KEYS
    if unknown:
        raise ValueError(f"unknown key {sorted(unknown)[0]}")
    decision = loaded.get("decision")
    return ReviewDraft(
        key=str(loaded["key"]),
        band=Band(loaded["band"]),
        entry=_plain(loaded["entry"]),
        rules=dict(loaded.get("rules") or {}),
        vocabulary=_plain(loaded.get("vocabulary") or {}),
        proposed=loaded.get("proposed"),
        status=Status(loaded["status"]),
        version=int(loaded["version"]),
        decision=decision
        and Decision(
            str(decision["by"]), str(decision["at"]), Reason(decision["reason"]) if "reason" in decision else None
        ),
        edited=tuple(loaded.get("edited") or ()),
        undone=int(loaded.get("undone") or 0),
        by_hand=bool(loaded.get("by_hand")),
    )


def _plain(value: Any) -> Any:
    """Days and numbers that YAML read as such are texts in a record."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_plain(one) for one in value]
    return value if value is None else str(value)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:200] or type(error).__name__
