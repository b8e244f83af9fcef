"""Which words of a passage say the statement: the clause of reported speech, the speaker's own words of a verbatim one.

A verbatim passage is the speaker's but for what is set apart: the labels of transcripts ("MS. OREL:"), stage
directions ("(Laughter.)"), and what its author lists under `apart`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.corpus.annotations import Span
from bot.corpus.checking.anchors import Miss, QuotedSpan
from bot.corpus.checking.mismatch_hints import explain_absence
from bot.corpus.checking.text_map import TextMap
from bot.corpus.model import Kind, Report, Source, Statement
from bot.corpus.problems import Problem, show
from bot.corpus.reading.record_parser import Written, walk_texts
from bot.corpus.reading.yaml_reader import Plain

_CAPITALS = r"[^\W\d_a-z][^\n:a-z]{0,60}?[^\W\d_a-z.]\.?(?:[ \t]*\([^()\n]{1,60}\))?[ \t]*:"
_TURN = r"[QA](?=[:.][ \t]|[ \t]{2,}|\t)[:.]?"
_LABEL = re.compile(rf"^[ \t\u00a0]*(?P<label>{_CAPITALS}|{_TURN})", re.MULTILINE)
_NAMED = r"^[ \t\u00a0]*(?P<label>(?:[^\n:]{{0,40}}[\s.])?{}[^\n:]{{0,40}}:)(?=\s)"
_DIRECTION = re.compile(
    (
        r"[(\[](?:(?:(?:general|prolonged|loud)~)?(?:laughter|applause|cheers|laughs|laughing|booing|cross(?:~)?talk|"
        r"inaudible|unintelligible|indistinct|pause|silence|no~response|break|off[-\s]mi(?:ke|c)|audio~gap|recess|"
        r"as~(?:interpreted|translated)|(?:via|through|speaking~through)(?:~an?)?~(?:interpreter|translator)|"
        r"(?:speaks?~|speaking~)?in~[A-Z]\w+)(?:[\s,;]+(?:and~)?)?)+[.!]?[)\]]"
    ).replace("~", r"\s+"),
    re.IGNORECASE,
)


# Documents in which a label says whose the words below it are, up to the next label.
_LABELLED_FORMS = ("transcript", "interview", "hearing")
# Documents in which a line that begins with capitals and a colon ("BREAKING:") is the author's own.
_UNLABELLED_FORMS = ("statement", "communique", "letter", "post", "press-release", "treaty", "resolution", "report")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Which words of a report say its statement.

    quotations  what is quoted; of a verbatim report, the speaker's words
    wholes      for each of them what stands between the same pair of marks; of a verbatim report the same
    clauses     what its clauses cover
    """

    quotations: tuple[Span, ...]
    wholes: tuple[Span, ...]
    clauses: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document, and whether its lines may begin with a speaker's label."""

    quoted: QuotedSpan
    has_labels: bool = True


def describe_document(quoted: QuotedSpan, report: Report | None, source: Source | None) -> Labelled:
    """Tell by the form of a report, else of its source, whether the text may have speakers' labels."""
    form = (report.form if report else None) or (source.form if source else None)
    return Labelled(quoted, form not in _UNLABELLED_FORMS)


def anchor_own_words(
    written: Written[Report], document: Labelled, at: tuple[Span, Sequence[Span]], problems: list[Problem]
) -> OwnWords:
    """Find clauses, parts of quotations and verbatim words in the document.

    `at` is where the passage and its quotations are, as far as they were found.
    """
    quoted, source = document.quoted, document.quoted.source
    passage, quotations = at
    plain = written.plain
    clauses = []
    for path, exact, occurrence in list_exact(plain, "clause"):
        found = find_clause(source, passage, exact, occurrence)
        if isinstance(found, Miss):
            problems.append(written.blame(path, found.what, found.todo))
        else:
            clauses.append(found)
    if plain.get("kind") == Kind.VERBATIM:
        apart = [words for _, words in walk_texts(plain, ("apart",))]
        as_written = plain.get("as_written")
        name = as_written.get("speaker") if isinstance(as_written, dict) else None
        own = find_own_words(document, passage, apart, name if isinstance(name, str) and name else None)
        if isinstance(own, Miss):
            problems.append(written.blame(("apart" if apart else "passage",), own.what, own.todo))
            own = []
        return OwnWords(tuple(own), tuple(own), tuple(clauses))
    wholes = [_find_whole(quoted, span) for span in quotations]
    parts = list(quotations)
    record = written.record
    if record and len(record.quotes) == len(parts):
        for index, quotation in enumerate(record.quotes):
            if not quotation.part:
                continue
            found_part = next(source.find(quotation.part, parts[index]), None)
            if found_part:
                parts[index] = found_part.span
            else:
                what = f"the part {show(quotation.part)} does not stand in its quotation"
                todo = explain_absence(quotation.part, parts[index].cut(source.text))
                problems.append(written.blame(("quotes", index, "part"), what, todo))
    return OwnWords(tuple(parts), tuple(wholes), tuple(clauses))


def check_own_words(
    written: Written[Report], source: Source | None, document: TextMap, passage: Span
) -> Iterator[Problem]:
    """Whether what a report says of its own words agrees with its kind, and in a transcript with the label above."""
    record = written.record
    if record is None:
        return
    if record.kind is Kind.VERBATIM and record.quotes:
        todo = "leave `quotes` out: all of a verbatim passage is the speaker's but for what is `apart`"
        yield written.blame(("quotes",), "a verbatim report with quotations", todo)
    if record.kind is not Kind.VERBATIM:
        for key, is_given in (("apart", record.apart), ("form", record.form)):
            if is_given:
                what = f"`{key}` in a report that is not verbatim"
                yield written.blame((key,), what, "make the kind verbatim, or take it away")
    if record.kind is Kind.DIRECT and record.clause:
        todo = "take `clause` away: the quotations say the statement; name a `part` of one where it says more"
        yield written.blame(("clause",), "a direct report with a clause", todo)
    form = record.form or (source.form if source else None)
    name = record.as_written.speaker
    if record.kind is Kind.VERBATIM and form in _LABELLED_FORMS and name and not record.exceptions.speaker:
        label = find_label(document.text, passage.start)
        own = find_label(passage.cut(document.text), passage.end - passage.start)
        if label and not own and not _is_named(label, name):
            what = f"the words stand below the label {show(label)}, and the speaker as written is {show(name)}"
            todo = "correct one of them, or say in `exceptions` under `speaker` why it is right"
            yield written.blame(("as_written", "speaker"), what, todo)


def check_paraphrase(statement: Written[Statement], report: Report | None) -> Iterator[Problem]:
    """Whether a statement without a paraphrase is said by words of its first report."""
    record = statement.record
    if record is None or record.paraphrase is not None or report is None:
        return
    if not (report.quotes or report.clause or report.kind is Kind.VERBATIM):
        what = "neither a paraphrase nor words of the source say this statement"
        todo = "mark the words of the passage under `clause`, or write a `paraphrase`"
        yield statement.blame(("id",), what, todo)


def list_exact(plain: dict[str, Plain], key: str) -> Iterator[tuple[tuple[str | int, ...], str, int | None]]:
    """The texts under a key as written, each with its path in the report and its `occurrence`, if it has one."""
    value = plain.get(key, [])
    for index, entry in enumerate(value if isinstance(value, list) else [value]):
        exact = entry.get("exact") if isinstance(entry, dict) else entry
        number = entry.get("occurrence") if isinstance(entry, dict) else None
        if isinstance(exact, str) and exact:
            is_number = isinstance(number, str) and re.fullmatch("[1-9][0-9]{0,5}", number)
            yield (key, index, "exact"), exact, int(str(number)) if is_number else None


def find_clause(source: TextMap, passage: Span, exact: str, occurrence: int | None = None) -> Span | Miss:
    """Where a clause is in its passage; `occurrence` (1, 2, …) where it is there several times."""
    places = [one.span for one in source.find(exact, passage)]
    if not places:
        if source.holds(exact):
            what = f"the clause {show(exact)} stands in the source, but not in this passage"
            return Miss(what, "take words of the passage, or the passage that holds them")
        absent = explain_absence(exact, passage.cut(source.text))
        return Miss(f"the clause {show(exact)} does not stand in its passage", absent)
    number = occurrence or 1
    if number > len(places):
        what = f"the clause {show(exact)} stands {_times(places)} in the passage"
        return Miss(f"{what}, and `occurrence` asks for number {number}", "count again, or take `occurrence` away")
    if occurrence is None and len(places) > 1:
        what = f"the clause {show(exact)} stands {_times(places)} in the passage"
        return Miss(what, f"say which one is meant by `occurrence:` 1 to {len(places)}, or take more words")
    return places[number - 1]


def find_own_words(document: Labelled, passage: Span, apart: Sequence[str], written: str | None) -> list[Span] | Miss:
    """The stretches of a verbatim passage that are the speaker's, in order.

    `apart` are exact words of the passage that are not the speaker's; `written` is the speaker's name as written.
    """
    source = document.quoted.source
    taken: list[Span] = []
    for words in apart:
        places = [one.span for one in source.find(words, passage)]
        if not places:
            what = f"the words {show(words)} are to be set apart and do not stand in the passage"
            return Miss(what, explain_absence(words, passage.cut(source.text)))
        taken += places
    labels = [one for one in _find_labels(document, passage, written) if not _is_within(one, taken)]
    taken += labels
    taken += (Span(one.start(), one.end()) for one in _DIRECTION.finditer(source.text, passage.start, passage.end))
    names = list(dict.fromkeys(_name(one.cut(source.text)) for one in labels))
    if len(names) > 1:
        what = f"the passage holds words of several: {', '.join(map(show, names))}"
        return Miss(what, "take the words of one speaker, or list what the others say under `apart`, word for word")
    if names and written and not _is_named(names[0], written):
        what = f"the passage is labelled {show(names[0])}, and the speaker as written is {show(written)}"
        return Miss(what, "take the speaker's own words, or write the label's name under `as_written`")
    own = list(_cut_out(source.text, passage, taken))
    if not own:
        return Miss("nothing of the passage is the speaker's", "take a passage with their words, or less under `apart`")
    return own


def find_label(text: str, at: int) -> str | None:
    """The name on the last label of a transcript before a place of its text; None where there is none."""
    found = None
    for match in _LABEL.finditer(text, 0, at):
        found = match
    return _name(found["label"]) if found else None


def _find_labels(document: Labelled, passage: Span, written: str | None) -> list[Span]:
    # The passage alone is searched: `^` must not match in the middle of a line that begins before it.
    cut = passage.cut(document.quoted.source.text)
    patterns = [_LABEL] if document.has_labels else []
    if written:
        patterns.append(re.compile(_NAMED.format(re.escape(written)), re.MULTILINE))
    found = {match.span("label") for pattern in patterns for match in pattern.finditer(cut)}
    spans = sorted(Span(passage.start + start, passage.start + end) for start, end in found)
    return [one for one in spans if not _is_within(one, [other for other in spans if other != one])]


def _find_whole(quoted: QuotedSpan, part: Span) -> Span:
    """What stands between the innermost pair of marks around some words; the words where there is none."""
    around = [one for one in quoted.touch(part.start, part.end) if one.start <= part.start and part.end <= one.end]
    return min(around, key=lambda one: one.end - one.start, default=part)


def _name(label: str) -> str:
    """The name on a label: without its colon and what stands in brackets."""
    return re.sub(r"\s*\([^()]*\)", "", label).strip().rstrip(":").strip()


def _is_named(label: str, written: str) -> bool:
    one, other = label.casefold().strip(" ."), written.casefold().strip(" .")
    return one in other or other in one or one.split()[-1:] == other.split()[-1:]


def _is_within(one: Span, others: Iterable[Span]) -> bool:
    return any(other.start <= one.start and one.end <= other.end for other in others)


def _cut_out(text: str, passage: Span, taken: Iterable[Span]) -> Iterator[Span]:
    """What of the passage lies between the stretches taken, without the white space around it."""
    at = passage.start
    for span in [*sorted(taken), Span(passage.end, passage.end)]:
        piece = text[at : span.start] if span.start > at else ""
        if piece.strip():
            start = at + len(piece) - len(piece.lstrip())
            yield Span(start, start + len(piece.strip()))
        at = max(at, span.end)


def _times(places: Sequence[Span]) -> str:
    return "once" if len(places) == 1 else f"{len(places)} times"
