"""Which words of a statement a card shows, and where in them the searched terms stand: one rule for every renderer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from bot.answers.model import Snippet, StatementItem
from bot.store.records import ReportRecord, StatementRecord

FRAGMENT_WORDS = 8
LEFT_OUT = " […] "  # stands for labels and stage directions between verbatim words


def choose_snippet(statement: StatementRecord, terms: Iterable[str] = ()) -> Snippet:
    """Choose the words that a card shows of `statement`, for a search whose matched words are `terms`.

    Quotations and verbatim words win, of the report that has most; a speaker's own words win over another party's
    account of them, a stated speaker over an inferred one. Searched words come first of all: where they stand only in
    a passage, the passage is shown as reported, and where they stand in neither, the paraphrase. A few quoted words
    that nothing explains are shown in their passage.
    """
    searched = _fold_terms(terms)
    quoting = [report for report in statement.reports if report.quotations and not _is_bare(report, statement)]
    quoted = _choose(quoting, lambda report: _rank_quotations(report, searched)) if quoting else None
    if quoted and not searched:
        return _make_snippet("quoted", statement, quoted)
    passage = _choose_passage(statement.reports, searched)
    found = _count_terms(_quoted_text(quoted), searched) if quoted else 0
    if quoted and found and found >= _count_terms(passage.passage, searched):
        return _make_snippet("quoted", statement, quoted)
    if not searched or _count_terms(passage.passage, searched):
        return _make_snippet("reported", statement, passage)
    if _count_terms(statement.paraphrase, searched):
        return _make_snippet("paraphrase", statement, passage)
    return choose_snippet(statement)


def make_item(statement: StatementRecord, *, why: tuple[str, ...] = (), more_by_speaker: int = 0) -> StatementItem:
    """Make the card of a statement that no search found, with the words to show of it."""
    return StatementItem(statement, choose_snippet(statement), why=why, more_by_speaker=more_by_speaker)


def list_parts(snippet: Snippet) -> list[str]:
    """The statement's own part of each quotation that holds more than it: where two share one, it tells them apart."""
    return [
        text[start:end].strip(" ,;")
        for text, (start, end) in zip(snippet.quotations, snippet.parts, strict=False)
        if (start, end) != (0, len(text))
    ]


def list_own_words(snippet: Snippet) -> list[str]:
    """The words that say the statement: its parts of quotations, else its clauses, else the whole passage."""
    quoted = [text[start:end] for text, (start, end) in zip(snippet.quotations, snippet.parts, strict=False)]
    marked = [snippet.passage[start:end] for start, end in snippet.marked]
    return [*quoted, *marked] or [snippet.passage]


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


def _make_snippet(
    kind: Literal["quoted", "reported", "paraphrase"], statement: StatementRecord, report: ReportRecord
) -> Snippet:
    if report.kind == "verbatim" and kind != "paraphrase":
        passage, marked = _join_own_words(report)
        return Snippet("verbatim", report, (), passage, statement.paraphrase, fragment=False, marked=marked)
    quotations = tuple(quoted.before + quoted.exact + quoted.after for quoted in report.quotations)
    longest = max((len(quotation.split()) for quotation in quotations), default=0)
    return Snippet(
        kind,
        report,
        quotations,
        report.passage,
        statement.paraphrase,
        longest < FRAGMENT_WORDS and bool(statement.paraphrase),
        tuple((len(one.before), len(one.before) + len(one.exact)) for one in report.quotations),
        tuple(_find_clauses(report, report.passage, report.starts, report.ends)),
    )


def _is_bare(report: ReportRecord, statement: StatementRecord) -> bool:
    """Whether the quoted words of a report say too little by themselves, and no paraphrase stands beside them."""
    if report.kind != "mixed" or statement.paraphrase:
        return False
    return all(len((one.before + one.exact + one.after).split()) < FRAGMENT_WORDS for one in report.quotations)


def _find_clauses(report: ReportRecord, text: str, starts: int, ends: int) -> Iterator[tuple[int, int]]:
    """Where the clauses of a report are in a text that is the document's from `starts` to `ends`.

    Broken lines are joined in the text: then offsets in the document are not those in it, and the words are looked for.
    """
    for clause in sorted(report.clauses, key=lambda one: one.starts):
        start, end = max(clause.starts, starts) - starts, min(clause.ends, ends) - starts
        if len(text) != ends - starts:
            start = text.find(clause.exact)
            end = start + len(clause.exact)
        if 0 <= start < end:
            yield start, end


def _join_own_words(report: ReportRecord) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Join the speaker's words of a verbatim passage, and say where its clauses are in them."""
    text, marked = "", []
    for own in report.quotations:
        text += LEFT_OUT if text else ""
        begin = len(text)
        marked += [
            (begin + start, begin + end) for start, end in _find_clauses(report, own.exact, own.starts, own.ends)
        ]
        text += own.exact
    return text, tuple(sorted(marked))


# A passage in which a speaker is inferred can hold somebody else's words too: among reports that hold any of the
# searched words, a stated speaker comes before more of the words.
def _rank_quotations(report: ReportRecord, searched: set[str]) -> tuple[bool, bool, bool, int, int]:
    found = _count_terms(_quoted_text(report), searched)
    return (found > 0, *_own_words(report), found, _quoted_words(report))


def _choose_passage(reports: Sequence[ReportRecord], searched: set[str]) -> ReportRecord:
    """The report whose passage to show: by one rule after the other, as long as several are left."""
    rules: tuple[Callable[[ReportRecord], int], ...] = (
        lambda report: _count_terms(report.passage, searched) > 0,
        lambda report: report.recounted_by is None,
        lambda report: report.attribution == "stated",
        # Marks that hold words which are not this speaker's would stand on the wrong card; a clause tells them apart.
        lambda report: bool(report.clauses) or not report.quotes_others,
        lambda report: _count_terms(report.passage, searched),
        lambda report: not report.conflicts,
    )
    left = list(reports)
    for rule in rules:
        if len(left) == 1:
            break
        values = [rule(report) for report in left]
        left = [report for report, value in zip(left, values, strict=True) if value == max(values)]
    return left[0]


def _own_words(report: ReportRecord) -> tuple[bool, bool]:
    return report.recounted_by is None, report.attribution == "stated"


def _quoted_text(report: ReportRecord) -> str:
    return "\n".join(quoted.exact for quoted in report.quotations)


def _quoted_words(report: ReportRecord) -> int:
    return len(_quoted_text(report).split())


def _count_terms(text: str, searched: set[str]) -> int:
    folded = _fold(text)
    return sum(next(_find_places(folded, term), None) is not None for term in searched)
