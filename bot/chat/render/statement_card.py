"""The cards of a statement and of a report's passage: who, when, the act, the words, and what to know about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from bot.answers.formatting.snippets import find_terms, list_parts
from bot.answers.formatting.statement_lines import (
    PARAPHRASE,
    StatementLines,
    count,
    describe_report,
    describe_source,
    write_statement,
)
from bot.answers.model import PassageItem, Snippet, StatementItem
from bot.chat import custom_ids
from bot.chat.render.card import Card
from bot.chat.render.layout import Click, link_to
from bot.chat.render.markdown import embolden, indent, keep, mark_words, quote, say, say_all
from bot.store.records import StatementRecord

MAX_SPEAKERS = 5


def draw_statement(item: StatementItem, locale: str, n: int, *, opened: bool) -> Card:
    """The card of a statement, number `n` of its message; `opened` is True where its passages stand below it."""
    statement = item.statement
    words = item.snippet
    lines = write_statement(statement, words, locale, item.match, item.why)
    click = None if opened else Click("Passage", custom_ids.passage(statement.id, n))
    return Card(
        head="\n".join((*_name_speakers(lines), say_all((lines.when, lines.act), 240))),
        body=_show_words(words, item.terms, lines),
        tail="\n".join(_tell_rest(item, lines, opened=opened)),
        plain=partial(_write_plain, statement, words, lines),
        name=statement.id,
        brief=f"{_join_speakers(statement)}, {lines.when}",
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


def _name_speakers(lines: StatementLines) -> Iterable[str]:
    for name, role in lines.speakers[:MAX_SPEAKERS]:
        yield f"**{say(name, 120)}**" + (f" · {say(role, 160)}" if role else "")
    if len(lines.speakers) > MAX_SPEAKERS:
        yield f"and {len(lines.speakers) - MAX_SPEAKERS} more"


def _join_speakers(statement: StatementRecord) -> str:
    return ", ".join(speaker.party.name for speaker in statement.speakers)


def _show_words(words: Snippet, terms: Sequence[str], lines: StatementLines) -> str:
    if words.kind == "quoted":
        shown = [
            indent(quote(text, find_terms(text, terms), () if part == (0, len(text)) else (part,)))
            for text, part in zip(words.quotations, words.parts, strict=True)
        ]
        shown += [f"-# Of it, this statement: “{keep(part)}”" for part in list_parts(words)]
        return "\n".join([*shown, _label_paraphrase(words.paraphrase)] if words.fragment else shown)
    if words.kind == "paraphrase":
        return _label_paraphrase(words.paraphrase, terms)
    label = lines.label
    if words.kind == "reported":
        label = f"In the words of {words.report.source.publisher or words.report.source.agency or 'the source'}"
    passage = indent(mark_words(words.passage, words.marked, find_terms(words.passage, terms)))
    return f"-# {say(label, 136)}:\n{passage}"


def _label_paraphrase(paraphrase: str, terms: Sequence[str] = ()) -> str:
    return f"-# {PARAPHRASE}:\n{embolden(paraphrase, find_terms(paraphrase, terms))}"


def _tell_rest(item: StatementItem, lines: StatementLines, *, opened: bool) -> Iterable[str]:
    statement = item.statement
    if lines.unlike:
        yield f"-# ≈ **{lines.unlike}**" + (f" · {say(lines.why, 300)}" if lines.why else "")
    elif lines.why:
        yield f"-# {say(lines.why, 300)}"
    warnings = lines.warnings if item.snippet.kind != "paraphrase" or opened else ()
    for warning in (*warnings, *filter(None, [lines.disagreed])):
        yield f"-# ⚠ {keep(warning)}"
    for line in lines.notes:
        yield f"-# {keep(line)}"
    about = [lines.sources]
    if not opened:
        about.append(lines.cited)
    if statement.event:
        about.append(statement.event[1])
    if opened:
        about += [label for _, label in statement.topics]
    if item.more_by_speaker:
        about.append(f"{count(item.more_by_speaker, 'more statement')} by this speaker")
    if opened:
        about.append(statement.id)
    yield f"-# {say_all(about[:12], 160)}"


def _write_plain(statement: StatementRecord, words: Snippet, lines: StatementLines) -> str:
    speakers = [", ".join(filter(None, speaker)) for speaker in lines.speakers]
    if words.kind == "quoted":
        shown = [f"“{text}”" for text in words.quotations]
        if words.fragment:
            shown.append(f"{PARAPHRASE}: {words.paraphrase}")
    elif words.kind == "verbatim":
        shown = [f"{lines.label}:", words.passage]
    elif words.kind == "reported":
        shown = [words.passage]
    else:
        shown = [f"{PARAPHRASE}: {words.paraphrase}"]
    about = f"{lines.when} · {lines.act}"
    return "\n\n".join(("\n".join((*speakers, about)), *shown, *lines.warnings, lines.cited, statement.id))
