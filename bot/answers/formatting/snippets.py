"""Which words of a statement a card shows, and where in them the searched terms stand: one rule for every renderer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.corpus.checking.anchors import quoted_spans
from bot.store.records import ReportRecord, StatementRecord

FRAGMENT_WORDS = 8


@dataclass(frozen=True, slots=True)
class Words:
    """The words to show of one statement, and what they are.

    kind        quoted: `quotations`, each to stand between quotation marks of its own;
                reported: `passage`, in the source's wording, which gets no marks beyond those that it holds itself;
                paraphrase: `paraphrase`, in the reviewer's words, never between marks and always labelled
    report      the report that the quotations and the passage are from
    quotations  the quotations of that report, in order, character for character; may be empty unless kind is quoted
    passage     its passage, character for character
    paraphrase  the statement's reviewed paraphrase
    fragment    the quotations are too short to be understood alone: show the labelled paraphrase beside them
    """

    kind: Literal["quoted", "reported", "paraphrase"]
    report: ReportRecord
    quotations: tuple[str, ...]
    passage: str
    paraphrase: str
    fragment: bool


def shown_words(statement: StatementRecord, terms: Iterable[str] = ()) -> Words:
    """Choose the words that a card shows of `statement`, for a search whose matched words are `terms`.

    Quotations win, of the report that quotes most; a speaker's own words win over another party's account of them,
    a stated speaker over an inferred one. Searched words come first of all: where they stand only in a passage, the
    passage is shown as reported, and where they stand in neither, the paraphrase.
    """
    wanted = _fold_terms(terms)
    quoting = [report for report in statement.reports if report.quotations]
    quoted = _choose(quoting, lambda report: _rank_quotations(report, wanted)) if quoting else None
    if quoted and not wanted:
        return _words("quoted", statement, quoted)
    passage = _choose(statement.reports, lambda report: _rank_passage(report, wanted))
    held = _count_terms(_quoted_text(quoted), wanted) if quoted else 0
    if quoted and held and held >= _count_terms(passage.passage, wanted):
        return _words("quoted", statement, quoted)
    if not wanted or _count_terms(passage.passage, wanted):
        return _words("reported", statement, passage)
    if _count_terms(statement.paraphrase, wanted):
        return _words("paraphrase", statement, passage)
    return shown_words(statement)


def find_terms(text: str, terms: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Find the whole words of `text` that are among `terms`, as (start, end) offsets, end exclusive, case ignored.

    Where two overlap, the one that begins first counts, of those that begin together the longest. Neighbours that only
    space parts come as one stretch, so that a phrase is set in bold as a whole.
    """
    folded = _fold(text)
    found = [(start, -len(term)) for term in _fold_terms(terms) for start in _find_places(folded, term)]
    spans: list[tuple[int, int]] = []
    for start, length in sorted(found):
        end = start - length
        if not spans or start >= spans[-1][1]:
            if spans and text[spans[-1][1] : start].isspace():
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
    return tuple(spans)


def _fold(text: str) -> str:
    """Without regard to case, and as long as it was: a letter whose folded form is longer stays as it is."""
    folded = text.casefold()
    if len(folded) == len(text):
        return folded
    return "".join(small if len(small := letter.casefold()) == 1 else letter for letter in text)


def _fold_terms(terms: Iterable[str]) -> set[str]:
    return {_fold(term.strip()) for term in terms if term.strip()}


def _find_places(folded: str, term: str) -> Iterator[int]:
    """Where a term stands with no letter, figure or underscore beside it."""
    start = folded.find(term)
    while start >= 0:
        end = start + len(term)
        if not (_is_of_word(folded[start - 1 : start]) or _is_of_word(folded[end : end + 1])):
            yield start
        start = folded.find(term, start + 1)


def _is_of_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _choose(reports: Sequence[ReportRecord], rank: Callable[[ReportRecord], tuple[int, ...]]) -> ReportRecord:
    """The report that ranks first; most statements have one alone, which need not be ranked."""
    return reports[0] if len(reports) == 1 else max(reports, key=rank)


def _words(
    kind: Literal["quoted", "reported", "paraphrase"], statement: StatementRecord, report: ReportRecord
) -> Words:
    quotations = tuple(quoted.exact for quoted in report.quotations)
    longest = max((len(quotation.split()) for quotation in quotations), default=0)
    return Words(kind, report, quotations, report.passage, statement.paraphrase, longest < FRAGMENT_WORDS)


# A passage in which a speaker is inferred can hold somebody else's words too: among reports that hold any of the
# searched words, a stated speaker comes before more of the words.
def _rank_quotations(report: ReportRecord, wanted: set[str]) -> tuple[bool, bool, bool, int, int]:
    held = _count_terms(_quoted_text(report), wanted)
    return (held > 0, *_own_words(report), held, _quoted_words(report))


def _rank_passage(report: ReportRecord, wanted: set[str]) -> tuple[bool, bool, bool, bool, int, bool]:
    held = _count_terms(report.passage, wanted)
    return (held > 0, *_own_words(report), not _quotes_others(report), held, not report.conflicts)


def _quotes_others(report: ReportRecord) -> bool:
    """Tell whether marks in the passage hold words that are not this speaker's: they would stand on the wrong card."""
    own = [(quoted.starts - report.starts, quoted.ends - report.starts) for quoted in report.quotations]
    return any(
        not any(span.start < ends and starts < span.end for starts, ends in own)
        for span in quoted_spans(report.passage)
    )


def _own_words(report: ReportRecord) -> tuple[bool, bool]:
    return report.recounted_by is None, report.attribution == "stated"


def _quoted_text(report: ReportRecord) -> str:
    return "\n".join(quoted.exact for quoted in report.quotations)


def _quoted_words(report: ReportRecord) -> int:
    return len(_quoted_text(report).split())


def _count_terms(text: str, wanted: set[str]) -> int:
    folded = _fold(text)
    return sum(next(_find_places(folded, term), None) is not None for term in wanted)
