"""Debates in Akoma Ntoso (OASIS LegalDocML), as parliaments and SayIt publish them: a document for each debate.

The text is that of the speeches, each below its speaker's label: `from` gives the label, `by` the person.
Source: Akoma Ntoso Version 1.0, https://docs.oasis-open.org/legaldocml/akn-core/v1.0/.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from bot.corpus.importing.model import ImportedDocument, ImportedFile, ImportedStatement, ImportFileError, Refusal

_SPEECHES = ("speech", "answer", "question")
_LARGEST_BYTES = 64_000_000


def read_akoma_ntoso(raw: bytes) -> ImportedFile:
    """The speeches of a debate. Raises ImportFileError where the file is none."""
    if len(raw) > _LARGEST_BYTES:
        raise ImportFileError(f"the file is larger than {_LARGEST_BYTES // 1_000_000} MB: split it")
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise ImportFileError("the file declares entities, which are not read: take the declaration out")
    try:
        root = ET.fromstring(raw)  # noqa: S314 -- entities are refused above
    except ET.ParseError as error:
        raise ImportFileError(f"the file is no XML: {error}") from error
    if _name(root) != "akomaNtoso":
        raise ImportFileError("the file is no Akoma Ntoso: its first element is not akomaNtoso")
    people = {f"#{one.get('eId') or one.get('id')}": one.get("showAs", "") for one in _all(root, "TLCPerson")}
    roles = {f"#{one.get('eId') or one.get('id')}": one.get("showAs", "") for one in _all(root, "TLCRole")}
    title = next((_text(one) for one in _all(root, "docTitle", "heading")), "") or "Debate"
    day = next((one.get("date", "") for one in _all(root, "docDate", "FRBRdate")), "")[:10]
    url = next((value for one in _all(root, "FRBRuri") if (value := one.get("value", "")).startswith("http")), "")
    found = ImportedFile(
        unknown=[
            "Akoma Ntoso does not say for which country a member speaks, nor what a speech does: acts are STATE.",
            "It does not say to whom a speech is addressed, nor which topics of yours it is about.",
        ]
    )
    pieces: list[str] = []
    placed: list[tuple[str, str, str, str, int]] = []
    size = 0
    for number, speech in enumerate(_all(root, *_SPEECHES), 1):
        label = next((_text(one) for one in speech if _name(one) == "from"), "")
        paragraphs = [_text(one) for one in speech if _name(one) not in ("from", "num", "heading")]
        words = "\n\n".join(one for one in paragraphs if one)
        speaker = people.get(speech.get("by", ""), "") or label.rstrip(": ")
        if not words or not speaker:
            found.refusals.append(Refusal(str(number), "the speech has no words" if not words else "it names nobody"))
            continue
        head = f"{label.rstrip(': ') or speaker}:\n"
        pieces.append(f"{head}{words}")
        placed.append((str(number), words, speaker, roles.get(speech.get("as", ""), ""), size + len(head)))
        size += len(pieces[-1]) + 2
    document = ImportedDocument(
        title, title, "\n\n".join(pieces) + "\n", published=day, url=url, form="transcript",
        language=root.get("{http://www.w3.org/XML/1998/namespace}lang", "") or "en",
        notes=("The text was taken from Akoma Ntoso: each speech below its speaker's label.",),
    )  # fmt: skip
    found.statements += (
        ImportedStatement(row, document, words, speaker, True, role, day=day, start=start)
        for row, words, speaker, role, start in placed
    )
    return found


def _all(root: ET.Element, *names: str) -> list[ET.Element]:
    return [one for one in root.iter() if _name(one) in names]


def _name(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]  # of a comment it is a function


def _text(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())
