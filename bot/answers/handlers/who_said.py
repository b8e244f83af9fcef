"""/who-said: who used these words? Exact wording first, then all the words, then paraphrases, then what is near.

Words in a source's passage are the source's, and of an act it tells only that it happened: such a statement may hold
the exact words asked for without anybody having said them. Quoted words therefore come first and stand apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.answers.display_names import name_of
from bot.answers.formatting.snippets import choose_snippet, find_terms
from bot.answers.formatting.statement_lines import count
from bot.answers.handlers.relaxation import find_wider, note_undated, without_days
from bot.answers.model import Answer, Choice, Entry, StatementItem
from bot.answers.resolved_question import ResolvedQuestion
from bot.store.analysis.folding import fold
from bot.store.analysis.tokenizer import fold_words
from bot.store.search.explanation import SearchHit
from bot.store.session import ReadSession

SEARCHED = 60
QUOTED = "Exact words, quoted"
VERBATIM = "Exact words, the speaker's own"
REPORTED = "Exact words, in a source's telling"
WORDS = "All the words"
PARAPHRASE = "Held as a paraphrase only"
NAME = "Found by name, not in the words"
NEAR = "Near"
GROUPS = (QUOTED, VERBATIM, REPORTED, WORDS, PARAPHRASE, NAME, NEAR)


def answer_who_said(asked: ResolvedQuestion, session: ReadSession, limit: int) -> Answer:
    """Search for the words; from `question.after` (the id of a statement) on."""
    words = asked.values["words"]
    if not fold_words(words):
        reason = "There is no word in it to look for: type some of the words that were said."
        return Answer(asked.question, "not-understood", f"No words: {words}", asked.understood, notes=(reason,))
    found = session.find(words, asked.filter, SEARCHED)
    # What stands first among exact words depends on whose they are: these are read before the page is cut.
    items = _read_items(session, [one for one in found if one.match == "exact"])
    named = session.find_named([one for one in found if one.match == "paraphrase"])
    places = {one.id: _find_place(one, items.get(one.id), named) for one in found}
    hits = sorted(found, key=lambda one: places[one.id])
    groups = [GROUPS[places[one.id][0]] for one in hits]
    strong = [hit for hit in hits if hit.match != "near"]
    begin = asked.find_begin([hit.id for hit in hits])
    shown = hits[begin : begin + limit]
    items |= _read_items(session, [hit for hit in shown if hit.id not in items])
    notes: list[str] = []
    choices: tuple[Choice, ...] = ()
    if not asked.question.after:
        notes += _note_matches(hits, groups, narrowed=bool(asked.understood))
        if not strong:
            wider, choices = find_wider(asked, lambda f: len(session.list_hits(words, f, SEARCHED)))
            notes += wider
        notes += _note_undated(asked, session, words, strong)
        elsewhere = _count_elsewhere(asked, session, words, strong)
        if elsewhere:
            option = next(option for option, part in asked.fields.items() if part == "side")
            name = name_of(asked.filter.side or "", asked.locale)
            verb = "is" if elsewhere == 1 else "are"
            notes.append(f"{count(elsewhere, 'more statement')} with these words {verb} spoken to {name} or about it.")
            way = Choice(f"Without {option}: {dict(asked.understood)[option]}", option, "")
            choices = choices if way in choices else (*choices, way)
        if not hits and not choices:
            choices = _offer_words(session, words)
    title = f"Who said: {words}" if hits else f"Nothing held for: {words}"
    return Answer(
        question=asked.question,
        status="found" if strong else "near" if hits else "nothing",
        title=title,
        understood=asked.understood,
        entries=tuple(Entry(items[hit.id], group, hit.id) for hit, group in zip(shown, groups[begin:], strict=False)),
        more=begin + limit < len(hits),
        total=len(hits),
        total_is_more=len(hits) >= SEARCHED,
        notes=tuple(notes),
        choices=choices,
        figures=tuple(Counter(groups).items()),
    )


def _read_items(session: ReadSession, hits: Sequence[SearchHit]) -> dict[str, StatementItem]:
    """Read hits with the reasons why they were found, and choose the words to show of each; by id."""
    if not hits:
        return {}
    found = session.page_of_hits(hits)
    items = {}
    for hit in hits:
        statement, explanation = found[hit.id].statement, found[hit.id].explanation
        snippet = choose_snippet(statement, explanation.terms)
        items[hit.id] = StatementItem(statement, snippet, hit.match, explanation.why, explanation.terms)
    return items


def _find_place(hit: SearchHit, item: StatementItem | None, named: Collection[str]) -> tuple[int, bool]:
    """The place of a hit's group, and whether it comes last there: words of the source that tell of an act alone.

    The `item` is needed of exact words only; `named` are the hits found by a name.
    """
    last = False
    match hit.match:
        case "paraphrase":
            group = NAME if hit.id in named else PARAPHRASE
        case "exact" if item:
            words = item.snippet
            group = {"quoted": QUOTED, "verbatim": VERBATIM}.get(words.kind, REPORTED)
            # A few quoted words are shown in their passage, and are quoted all the same.
            group = QUOTED if any(find_terms(text, item.terms) for text in words.quotations) else group
            last = group == REPORTED and (words.report.kind == "act" or words.report.attribution == "inferred")
        case _:
            group = WORDS if hit.match == "words" else NEAR
    return GROUPS.index(group), last


def _note_matches(hits: Sequence[SearchHit], groups: Sequence[str], *, narrowed: bool) -> list[str]:
    matches = {hit.match for hit in hits}
    where = " under these options" if narrowed else ""
    if not matches:
        return [f"The store holds nothing with these words{where}, and nothing near them."]
    if matches == {"near"}:
        return [f"The store holds nothing with these words{where}. What follows is near, not a hit."]
    if {QUOTED, VERBATIM, REPORTED, WORDS}.intersection(groups):
        return []
    if NAME in groups:
        return ["No passage held has these words: they are names of who spoke, to whom, or of the occasion."]
    return ["No passage held has these words: they stand only in the reviewed paraphrase."]


def _note_undated(
    asked: ResolvedQuestion, session: ReadSession, words: str, strong: Sequence[SearchHit]
) -> tuple[str, ...]:
    if not (asked.filter.since or asked.filter.until) or not session.may_be_undated(words, without_days(asked)):
        return ()
    known = {hit.id for hit in strong}
    hits = session.list_hits(words, without_days(asked), SEARCHED)
    return note_undated(sum(day is None and key not in known for key, day in hits.items()), asked)


def _count_elsewhere(asked: ResolvedQuestion, session: ReadSession, words: str, strong: Sequence[SearchHit]) -> int:
    if asked.filter.side is None:
        return 0
    elsewhere = replace(asked.filter, side=None, country=asked.filter.side)
    return len(session.list_hits(words, elsewhere, SEARCHED).keys() - {hit.id for hit in strong})


def _offer_words(session: ReadSession, words: str) -> tuple[Choice, ...]:
    for typed in (words, *sorted(words.split(), key=len, reverse=True)[:3]):
        found = [text for text in session.complete_words(typed, 3) if fold(text) != fold(words)]
        if found:
            return tuple(Choice(f"Words: {text}", "words", text) for text in found)
    return ()
