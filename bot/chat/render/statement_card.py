"""The cards of a statement and of a report's passage: who, when, the act, the words, and what to know about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from bot.answers.formatting.snippets import find_terms
from bot.answers.formatting.statement_lines import (
    count,
    describe_act,
    describe_match,
    describe_report,
    describe_role,
    describe_source,
    describe_sources,
    describe_speaker,
    describe_when,
    label_own_words,
    list_disagreements,
    tell_statement,
    warn_of_attribution,
)
from bot.answers.model import PassageItem, Snippet, StatementItem
from bot.chat import custom_ids
from bot.chat.render.card import Card
from bot.chat.render.layout import Click, link_to
from bot.chat.render.markdown import embolden, indent, keep, mark_words, quote, say
from bot.store.records import StatementRecord

MAX_SPEAKERS = 5


def draw_statement(item: StatementItem, locale: str, n: int, *, opened: bool) -> Card:
    """The card of a statement, number `n` of its message; `opened` is True where its passages stand below it."""
    statement = item.statement
    words = item.snippet
    when = describe_when(statement, locale)
    click = None if opened else Click("Passage", custom_ids.passage(statement.id, n))
    return Card(
        head="\n".join((*_name_speakers(statement, locale), _tell_act(statement, when, locale))),
        body=_show_words(words, item.terms),
        tail="\n".join(_tell_rest(item, words, locale, opened=opened)),
        plain=partial(_write_plain, statement, words, locale),
        name=statement.id,
        brief=f"{_join_speakers(statement)}, {when}",
        click=click,
    )


def draw_passage(item: PassageItem, locale: str, n: int) -> Card:
    """The card of one report: its source, and the passage with its quotations in bold, the context around it small."""
    report = item.report
    source = report.source
    text = f"{item.before}{item.passage}{item.after}"
    passage = embolden(item.passage, item.marked)
    context = (_show_context(item.before), passage, _show_context(item.after))
    named = describe_source(report, locale)
    head = [f"**{keep(named)}**"]
    if source.title not in named:
        head.append(f"-# {keep(source.title)}")
    tail = [f"-# {keep(line)}" for line in describe_report(report, locale)]
    return Card(
        head="\n".join(head),
        body=indent("\n".join(part for part in context if part)),
        tail="\n".join(tail),
        plain=lambda: "\n\n".join((named, source.title, text, *describe_report(report, locale))),
        name=f"passage-{n}-{source.id}",
        brief=named,
        click=link_to("Open source", source.url),
    )


def _show_context(text: str) -> str:
    """What stands around a passage, in small print, so that the passage stands out."""
    lines = [line.strip() for line in text.splitlines()]
    return "\n".join(f"-# {embolden(line, ())}" for line in lines if line)


def _name_speakers(statement: StatementRecord, locale: str) -> Iterable[str]:
    for speaker in statement.speakers[:MAX_SPEAKERS]:
        role = describe_role(speaker, locale)
        yield f"**{say(describe_speaker(speaker), 120)}**" + (f" · {say(role, 160)}" if role else "")
    if len(statement.speakers) > MAX_SPEAKERS:
        yield f"and {len(statement.speakers) - MAX_SPEAKERS} more"


def _join_speakers(statement: StatementRecord) -> str:
    return ", ".join(speaker.party.name for speaker in statement.speakers)


def _tell_act(statement: StatementRecord, when: str, locale: str) -> str:
    parts = [when, describe_act(statement, locale), statement.act]
    return " · ".join(say(part, 240) for part in parts)


def _show_words(words: Snippet, terms: Sequence[str]) -> str:
    if words.kind == "quoted":
        shown = [
            indent(quote(text, find_terms(text, terms), () if part == (0, len(text)) else (part,)))
            for text, part in zip(words.quotations, words.parts, strict=True)
        ]
        return "\n".join([*shown, _label_paraphrase(words.paraphrase)] if words.fragment else shown)
    passage = indent(mark_words(words.passage, words.marked, find_terms(words.passage, terms)))
    if words.kind == "verbatim":
        return f"-# {say(label_own_words(words.report))}:\n{passage}"
    if words.kind == "reported":
        publisher = words.report.source.publisher or words.report.source.agency or "the source"
        return f"-# In the words of {say(publisher, 120)}:\n{passage}"
    return _label_paraphrase(words.paraphrase, terms)


def _label_paraphrase(paraphrase: str, terms: Sequence[str] = ()) -> str:
    return f"-# Paraphrase, not a quotation:\n{embolden(paraphrase, find_terms(paraphrase, terms))}"


def _tell_rest(item: StatementItem, words: Snippet, locale: str, *, opened: bool) -> Iterable[str]:
    statement = item.statement
    kind, why = describe_match(item.match, item.why)
    parts = [f"≈ **{kind}**"] if kind else []
    if why:
        parts.append(say(why, 300))
    if parts:
        yield "-# " + " · ".join(parts)
    warnings = [*warn_of_attribution(words.report)] if words.kind != "paraphrase" or opened else []
    disagreeing = list_disagreements(statement)
    if disagreeing:
        warnings.append(f"Reports disagree or err on: {', '.join(disagreeing)}")
    for warning in warnings:
        yield f"-# ⚠ {keep(warning)}"
    for line in tell_statement(statement, locale):
        yield f"-# {keep(line)}"
    about = [describe_sources(statement)]
    if not opened:
        about.append(describe_source(words.report, locale))
    if statement.event:
        about.append(statement.event[1])
    if opened:
        about += [label for _, label in statement.topics]
    if item.more_by_speaker:
        about.append(f"{count(item.more_by_speaker, 'more statement')} by this speaker")
    about.append(statement.id)
    yield "-# " + " · ".join(say(part, 160) for part in about[:12])


def _write_plain(statement: StatementRecord, words: Snippet, locale: str) -> str:
    speakers = [
        ", ".join(part for part in (describe_speaker(speaker), describe_role(speaker, locale)) if part)
        for speaker in statement.speakers
    ]
    if words.kind == "quoted":
        shown = [f"“{text}”" for text in words.quotations]
        if words.fragment:
            shown.append(f"Paraphrase, not a quotation: {words.paraphrase}")
    elif words.kind == "verbatim":
        shown = [f"{label_own_words(words.report)}:", words.passage]
    elif words.kind == "reported":
        shown = [words.passage]
    else:
        shown = [f"Paraphrase, not a quotation: {words.paraphrase}"]
    about = f"{describe_when(statement, locale)} · {describe_act(statement, locale)} · {statement.act}"
    source = describe_source(words.report, locale)
    warnings = warn_of_attribution(words.report)
    return "\n\n".join(("\n".join((*speakers, about)), *shown, *warnings, source, statement.id))
