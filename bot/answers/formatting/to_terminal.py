"""An Answer written for the terminal, under the same rules as everywhere: marks stand around quotations only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from bot.answers.formatting.record_lines import describe_person, describe_publication, describe_tally
from bot.answers.formatting.snippets import find_terms, list_parts
from bot.answers.formatting.statement_lines import (
    PARAPHRASE,
    count,
    describe_report,
    describe_source,
    write_statement,
)
from bot.answers.model import (
    Answer,
    Choice,
    CountryItem,
    FactItem,
    HelpItem,
    Item,
    PassageItem,
    PersonItem,
    SourceItem,
    StatementItem,
)

_INDENT = (0, 0, 0, 2)


def print_answer(answer: Answer, console: Console, locale: str = "en") -> None:
    """Print an answer, item by item under its headings."""
    console.print(Text(answer.title, style="bold"))
    if answer.understood:
        console.print(Text(" · ".join(f"{option}: {meaning}" for option, meaning in answer.understood), style="dim"))
    for note in answer.notes:
        console.print(Text(note, style="italic"))
    group = None
    for entry in answer.entries:
        if entry.group != group:
            group = entry.group
            if group:
                console.print(Rule(Text(group, style="bold"), align="left"))
        for block in _draw_item(entry.item, locale):
            console.print(block)
        if not isinstance(entry.item, FactItem):
            console.print()
    if answer.more:
        total = f"{answer.total:,}{'+' if answer.total_is_more else ''}"
        shown = answer.question.skipped + len(answer.entries)
        console.print(Text(f"{shown:,} of {total} shown; more follow.", style="dim"))
    if answer.choices:
        console.print(Text("Ways on: " + " · ".join(map(_describe_choice, answer.choices))))


def _describe_choice(choice: Choice) -> str:
    return f"{choice.label} ({choice.option}: {choice.value})" if choice.value else choice.label


def _draw_item(item: Item, locale: str) -> Iterable[RenderableType]:
    match item:
        case StatementItem():
            return _draw_statement(item, locale)
        case PassageItem():
            return _draw_passage(item, locale)
        case HelpItem():
            return _draw_help(item)
        case FactItem():
            return [Text.assemble((f"{item.label}: ", "bold"), item.text)]
        case PersonItem():
            return _draw_lines(describe_person(item.person, locale))
        case CountryItem():
            return _draw_lines(describe_tally(item.tally, item.name, locale, full=item.head))
        case SourceItem():
            return _draw_lines((*describe_publication(item.source, locale), *filter(None, [item.source.url])))


def _draw_statement(item: StatementItem, locale: str) -> Iterator[RenderableType]:
    statement = item.statement
    words = item.snippet
    lines = write_statement(statement, words, locale, item.match, item.why)
    if lines.unlike:
        yield Text(f"≈ {lines.unlike}" + (f" ({lines.why})" if lines.why else ""), style="yellow")
    elif lines.why:
        yield Text(lines.why, style="dim")
    for name, role in lines.speakers:
        yield Text.assemble((name, "bold"), f", {role}" if role else "")
    yield Text(f"{lines.act} · {lines.when}")
    if words.kind == "quoted":
        for quotation, part in zip(words.quotations, words.parts, strict=True):
            marked = () if part == (0, len(quotation)) else (part,)
            yield _indent(Text("“").append_text(_mark_words(quotation, marked, item.terms)).append("”"))
        for own in list_parts(words):
            yield _indent(Text(f"Of it, this statement: “{own}”", style="dim"))
    elif words.kind in ("reported", "verbatim"):
        yield _indent(Text(f"{lines.label}:", style="dim"))
        yield _indent(_mark_words(words.passage, words.marked, item.terms))
    if words.kind == "paraphrase" or (words.kind == "quoted" and words.fragment):
        yield _indent(Text(f"{PARAPHRASE}:", style="dim"))
        yield _indent(_embolden(words.paraphrase, find_terms(words.paraphrase, item.terms)))
    for warning in (*lines.warnings, *filter(None, [lines.disagreed])):
        yield Text(f"⚠ {warning}", style="yellow")
    yield from (Text(line, style="dim") for line in lines.notes)
    about = [lines.cited, lines.sources]
    if statement.event:
        about.append(statement.event[1])
    if item.more_by_speaker:
        about.append(f"{count(item.more_by_speaker, 'more statement')} by this speaker")
    yield Text(" · ".join((*about, statement.id)), style="dim")


def _draw_passage(item: PassageItem, locale: str) -> Iterator[RenderableType]:
    report = item.report
    yield Text(describe_source(report, locale), style="bold")
    yield Text(report.source.title)
    if report.source.url:
        yield Text(report.source.url, style="dim")
    offset = len(item.before)
    text = _embolden(f"{item.before}{item.passage}{item.after}", [(a + offset, b + offset) for a, b in item.marked])
    text.stylize("dim", 0, offset)
    text.stylize("dim", offset + len(item.passage))
    yield _indent(text)
    for line in describe_report(report, locale):
        yield _indent(Text(line))


def _draw_help(item: HelpItem) -> Iterator[RenderableType]:
    yield Text(f"/{item.command}", style="bold")
    yield _indent(Text(item.answers))
    for name, description, required in item.options:
        yield _indent(Text(f"{name}{' (needed)' if required else ''}: {description}"))
    for example in item.examples:
        yield _indent(Text(example, style="cyan"))


def _draw_lines(lines: Iterable[str]) -> list[RenderableType]:
    first, *rest = lines
    return [Text(first, style="bold"), *(_indent(Text(line)) for line in rest)]


def _mark_words(text: str, marked: Sequence[tuple[int, int]], terms: Sequence[str]) -> Text:
    """Words with the statement's part of them in bold, and what was searched for underlined; else that in bold."""
    found = find_terms(text, terms)
    drawn = _embolden(text, marked or found)
    for start, end in found if marked else ():
        drawn.stylize("underline", start, end)
    return drawn


def _embolden(text: str, spans: Sequence[tuple[int, int]]) -> Text:
    styled = Text(text)
    for start, end in spans:
        styled.stylize("bold", start, end)
    return styled


def _indent(text: Text) -> Padding:
    return Padding(text, _INDENT, expand=False)
