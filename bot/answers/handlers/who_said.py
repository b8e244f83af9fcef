"""/who-said: who used these words? Exact wording first, then all the words, then paraphrases, then what is near.

Words in a source's passage are the source's, and of an act it tells only that it happened: such a statement may hold
the exact words asked for without anybody having said them. Quoted words therefore come first and stand apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.answers.formatting.snippets import shown_words
from bot.answers.formatting.statement_lines import count
from bot.answers.handlers.pagination import find_begin
from bot.answers.handlers.relaxation import find_wider, note_undated, without_days
from bot.answers.model import Answer, Choice, Entry, StatementItem
from bot.answers.resolved_question import Asked
from bot.store.analysis.folding import fold
from bot.store.analysis.tokenizer import fold_words
from bot.store.records import StatementRecord
from bot.store.search.explanation import Explained, Found
from bot.store.session import Look

SEARCHED = 60
QUOTED = "Exact words, quoted"
TOLD = "Exact words, in a source's telling"
WORDS = "All the words"
PARAPHRASE = "Held as a paraphrase only"
NAME = "Found by name, not in the words"
NEAR = "Near"
GROUPS = (QUOTED, TOLD, WORDS, PARAPHRASE, NAME, NEAR)


def answer_who_said(asked: Asked, look: Look, limit: int) -> Answer:
    """Search for the words; from `question.after` (the id of a statement) on."""
    words = asked.values["words"]
    if not fold_words(words):
        reason = "There is no word in it to look for: type some of the words that were said."
        return Answer(asked.question, "not-understood", f"No words: {words}", asked.understood, notes=(reason,))
    found = look.find(words, asked.filter, SEARCHED)
    exact = [one for one in found if one.match == "exact"]
    held = look.read(exact)
    why = look.explain(exact)
    named = look.find_named([one for one in found if one.match == "paraphrase"])
    places = {one.id: _find_place(one, why.get(one.id), held.get(one.id), named) for one in found}
    hits = sorted(found, key=lambda one: places[one.id])
    groups = [GROUPS[places[one.id][0]] for one in hits]
    strong = [hit for hit in hits if hit.match != "near"]
    begin = find_begin([hit.id for hit in hits], asked.question)
    shown = hits[begin : begin + limit]
    held |= look.read([hit for hit in shown if hit.id not in held])
    why |= look.explain([hit for hit in shown if hit.id not in why])
    notes: list[str] = []
    choices: tuple[Choice, ...] = ()
    if not asked.question.after:
        notes += _note_matches(hits, groups, narrowed=bool(asked.understood))
        if not strong:
            wider, choices = find_wider(asked, lambda f: len(look.list_hits(words, f, SEARCHED)))
            notes += wider
        notes += _note_undated(asked, look, words, strong)
        elsewhere = _count_elsewhere(asked, look, words, strong)
        if elsewhere:
            name = dict(asked.understood)["country"]
            verb = "is" if elsewhere == 1 else "are"
            notes.append(f"{count(elsewhere, 'more statement')} with these words {verb} spoken to {name} or about it.")
            way = Choice(f"Without country: {name}", "country", "")
            choices = choices if way in choices else (*choices, way)
        if not hits and not choices:
            choices = _offer_words(look, words)
    title = f"Who said: {words}" if hits else f"Nothing held for: {words}"
    return Answer(
        question=asked.question,
        status="found" if strong else "near" if hits else "nothing",
        title=title,
        understood=asked.understood,
        entries=tuple(
            Entry(
                StatementItem(held[hit.id], match=hit.match, why=why[hit.id].why, terms=why[hit.id].terms),
                group,
                hit.id,
            )
            for hit, group in zip(shown, groups[begin:], strict=False)
        ),
        more=begin + limit < len(hits),
        total=len(hits),
        total_is_more=len(hits) >= SEARCHED,
        notes=tuple(notes),
        choices=choices,
        figures=tuple(Counter(groups).items()),
    )


def _find_place(
    hit: Found, why: Explained | None, statement: StatementRecord | None, named: Collection[str]
) -> tuple[int, bool]:
    """The place of a hit's group, and whether it comes last there: words of the source that tell of an act alone.

    `why` it was found and the `statement` are needed of exact words only; `named` are those found by a name.
    """
    last = False
    match hit.match:
        case "paraphrase":
            group = NAME if hit.id in named else PARAPHRASE
        case "exact" if why and statement:
            words = shown_words(statement, why.terms)
            group = QUOTED if words.kind == "quoted" else TOLD
            last = group == TOLD and (words.report.kind == "act" or words.report.attribution == "inferred")
        case _:
            group = WORDS if hit.match == "words" else NEAR
    return GROUPS.index(group), last


def _note_matches(hits: Sequence[Found], groups: Sequence[str], *, narrowed: bool) -> list[str]:
    matches = {hit.match for hit in hits}
    where = " under these options" if narrowed else ""
    if not matches:
        return [f"The store holds nothing with these words{where}, and nothing near them."]
    if matches == {"near"}:
        return [f"The store holds nothing with these words{where}. What follows is near, not a hit."]
    if {QUOTED, TOLD, WORDS}.intersection(groups):
        return []
    if NAME in groups:
        return ["No passage held has these words: they are names of who spoke, to whom, or of the occasion."]
    return ["No passage held has these words: they stand only in the reviewed paraphrase."]


def _note_undated(asked: Asked, look: Look, words: str, strong: Sequence[Found]) -> tuple[str, ...]:
    if not (asked.filter.since or asked.filter.until) or not look.may_be_undated(words, without_days(asked)):
        return ()
    held = {hit.id for hit in strong}
    hits = look.list_hits(words, without_days(asked), SEARCHED)
    return note_undated(sum(day is None and key not in held for key, day in hits.items()), asked)


def _count_elsewhere(asked: Asked, look: Look, words: str, strong: Sequence[Found]) -> int:
    if asked.filter.side is None:
        return 0
    elsewhere = replace(asked.filter, side=None, country=asked.filter.side)
    return len(look.list_hits(words, elsewhere, SEARCHED).keys() - {hit.id for hit in strong})


def _offer_words(look: Look, words: str) -> tuple[Choice, ...]:
    for typed in (words, *sorted(words.split(), key=len, reverse=True)[:3]):
        found = [text for text in look.complete_words(typed, 3) if fold(text) != fold(words)]
        if found:
            return tuple(Choice(f"Words: {text}", "words", text) for text in found)
    return ()
