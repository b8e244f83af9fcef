"""A briefing as one HTML page that needs nothing beside it: no script, no outside file; made to be printed as well."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from babel import Locale, UnknownLocaleError

from bot.answers.briefing import sentences as lines
from bot.answers.briefing.compose import Briefing
from bot.answers.briefing.document import Heading, Listed, Part, Remark, StatementBlock, list_parts

_ADDRESS = re.compile(r"https?://\S+")
_STYLE = """
:root { color-scheme: light; }
body { margin: 0; background: #f4f2ed; color: #1f2421; font: 17px/1.5 Georgia, "Times New Roman", "Noto Serif", serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2.5rem 2rem 3rem; background: #fff; }
h1, h2, h3, h4, .figures, .covers, .foot, .label, .accounts, .sources, .also, .head {
  font-family: system-ui, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }
h1 { margin: 0 0 .3rem; font-size: 1.65rem; line-height: 1.2; }
.figures { margin: 0; font-size: 1.05rem; font-weight: 600; color: #2f6b4f; }
.covers, .circumstance, .nothing { margin: .2rem 0 0; font-size: .9rem; color: #5b625e; }
h2 { margin: 2.2rem 0 0; padding-bottom: .3rem; border-bottom: 2px solid #2f6b4f; font-size: .85rem;
  letter-spacing: .07em; text-transform: uppercase; color: #2f6b4f; }
h3 { margin: 1.5rem 0 .2rem; font-size: 1.15rem; line-height: 1.3; }
.accounts, .introduction { margin: 0 0 .4rem; font-size: .9rem; color: #5b625e; }
h4 { margin: 1rem 0 .3rem; font-size: .9rem; color: #5b625e; }
article { margin: 0 0 .9rem; padding-left: .9rem; border-left: 3px solid #d9d4c7; break-inside: avoid; }
.head { margin: 0; font-size: .95rem; font-weight: 600; }
.follows .head { font-weight: 400; }
blockquote { margin: .25rem 0; white-space: pre-wrap; }
.label { margin: .25rem 0 0; font-size: .8rem; font-style: italic; color: #5b625e; }
.text { margin: 0 0 .25rem; white-space: pre-wrap; color: #3c423f; }
.foot { margin: .15rem 0 0; font-size: .78rem; color: #5b625e; }
.warning { color: #8a4b1e; }
.conflict { margin: .5rem 0; padding-left: .9rem; border-left: 3px solid #c98a4b; font-size: .92rem; }
a { color: inherit; }
.sources { padding-left: 1.4rem; font-size: .85rem; }
.sources li { margin: .25rem 0; overflow-wrap: anywhere; }
@media print {
  body { background: none; font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  h2, h3, h4 { break-after: avoid; }
  a { text-decoration: none; }
}
"""


def to_html(briefing: Briefing) -> str:
    """Write a briefing as a whole page. Every text of the records is escaped; the page loads and runs nothing."""
    title = lines.tell_nothing(briefing) if briefing.nothing_new else lines.head_briefing(briefing)
    body = "\n".join(_draw_all(list(list_parts(briefing))))
    return (
        f'<!DOCTYPE html>\n<html lang="{_language(briefing)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{_escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n"
        "</body>\n</html>\n"
    )


def _draw_all(parts: list[Part]) -> Iterator[str]:
    for n, part in enumerate(parts):
        before = parts[n - 1] if n else None
        if isinstance(part, Listed) and not isinstance(before, Listed):
            yield '<ol class="sources">'
        yield _draw(part)
        if isinstance(part, Listed) and n == len(parts) - 1:
            yield "</ol>"


def _draw(part: Part) -> str:
    match part:
        case Heading(level=level, text=text):
            return f"<h{level}>{_escape(text)}</h{level}>"
        case Remark(kind=kind, text=text):
            return f'<p class="{kind}">{"⚠ " if kind == "conflict" else ""}{_escape(text)}</p>'
        case StatementBlock():
            return _draw_shown(part)
        case Listed(number=number, source=source, text=text, statements=statements):
            linked = _link(text, source.url)
            return f'<li id="source-{number}">{linked} ({_escape(statements)})</li>'


def _draw_shown(shown: StatementBlock) -> str:
    parts = [f'<p class="head">{_escape(shown.head)}</p>']
    parts += [f"<blockquote>“{_escape(quotation)}”</blockquote>" for quotation in shown.quotations]
    if shown.label:
        parts.append(f'<p class="label">{_escape(shown.label)}{":" if shown.text else ""}</p>')
    if shown.text:
        parts.append(f'<p class="text">{_escape(shown.text)}</p>')
    parts += [f'<p class="foot warning">⚠ {_escape(warning)}</p>' for warning in shown.warnings]
    numbers = ", ".join(f'<a href="#source-{number}">{number}</a>' for number in shown.sources)
    parts.append(f'<p class="foot">[{numbers}] {_escape(shown.cited)} · {_escape(shown.statement.id)}</p>')
    opening = '<article class="follows">' if shown.follows else "<article>"
    return f"{opening}{''.join(parts)}</article>"


def _link(text: str, address: str | None) -> str:
    if address and _ADDRESS.fullmatch(address):
        return f'<a href="{_escape(address)}">{_escape(text)}</a>'
    return _escape(text)


def _language(briefing: Briefing) -> str:
    try:
        return str(Locale.parse(briefing.request.locale.replace("-", "_"))).replace("_", "-")
    except (UnknownLocaleError, ValueError):
        return "en"


def _escape(text: str) -> str:
    return html.escape(text, quote=True)
