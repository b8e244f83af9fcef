"""`review`: an editor's decisions on drafts, one card after another, at a prompt or by lines from a pipe."""

from __future__ import annotations

import getpass
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.exit_codes import Exit, ExitError
from bot.ingest.drafting.model import Band
from bot.ingest.review.draft_files import list_draft_files, make_yaml, read_draft_file
from bot.ingest.review.model import DraftFile, Entry, Reason, ReviewDraft, ReviewError, Status
from bot.ingest.review.reviewer import Reviewer
from bot.settings import Settings

HELP = (
    "a approve · A approve all that are sure · e edit · set FIELD VALUE · x not a statement · "
    "s ID same as a statement held · n next · b back · u undo the last · l list · q quit"
)
_FIELDS = ("speaker", "role", "side", "to", "about", "act", "tone", "topics", "event", "venue", "day", "paraphrase")


def list_documents(settings: Settings) -> int:
    """Print the documents that have drafts, with how many are open."""
    console = Console(highlight=False, soft_wrap=True)
    paths = list_draft_files(settings.data.folder)
    if not paths:
        console.print("No drafts are waiting. `python -m bot ingest FILE` makes some.")
    for path in paths:
        try:
            file = read_draft_file(path)
        except ReviewError as error:
            console.print(f"[red]{escape(str(error))}[/]")
            continue
        done = len(file.drafts) - file.count(Status.OPEN)
        console.print(
            f"{file.id}: {file.count(Status.OPEN)} open, {done} decided – {escape(str(file.source['title']))}"
        )
    return Exit.DONE


def review(settings: Settings, source: str) -> int:
    """Review the drafts of one document. Raises ExitError where there are none."""
    try:
        prompt = _Prompt(Reviewer(settings.data.folder, settings.data.root, source))
    except ReviewError as error:
        raise ExitError(Exit.BAD_INPUT, str(error)) from error
    prompt.run()
    return Exit.DONE


class _Prompt:
    """One editor at one document."""

    def __init__(self, reviewer: Reviewer) -> None:
        self._reviewer = reviewer
        self._console = Console(highlight=False, soft_wrap=True)
        self._by = getpass.getuser()
        self._file = reviewer.read()
        self._at = self._next_open(-1)

    def run(self) -> None:
        """Show a card, take a decision, go on; until all are decided or the editor leaves."""
        self._show()
        for line in _lines():
            word, _, rest = line.strip().partition(" ")
            if word in ("q", "quit"):
                break
            try:
                self._carry_out(word, rest.strip())
            except ReviewError as error:
                self._console.print(f"[red]{escape(str(error))}[/]")
            self._file = self._reviewer.read()
            self._show()
        self._console.print(
            f"{self._file.count(Status.APPROVED, Status.MERGED)} approved, {self._file.count(Status.REFUSED)} refused, "
            f"{self._file.count(Status.OPEN)} open."
        )

    def _carry_out(self, word: str, rest: str) -> None:
        draft = self._file.drafts[self._at] if self._at is not None else None
        match word:
            case "A":
                self._approve_sure()
            case "u":
                self._undo()
            case "l":
                self._list()
            case "" | "?" | "h":
                self._console.print(HELP)
            case _ if draft is None:
                self._console.print("No draft is open. u takes the last decision back, q leaves.")
            case "a":
                self._reviewer.approve(draft.key, draft.version, self._by)
                self._console.print(f"[green]{draft.id} is in the corpus.[/]")
                self._go_on()
            case "x":
                self._reviewer.refuse(draft.key, draft.version, self._by, _reason(rest))
                self._go_on()
            case "s":
                self._reviewer.merge(draft.key, draft.version, rest)
            case "e":
                self._reviewer.edit(draft.key, draft.version, _edit(draft.entry))
            case "set":
                self._reviewer.edit(draft.key, draft.version, _set(draft.entry, rest))
            case "n":
                self._go_on()
            case "b":
                self._at = max(0, (self._at or 0) - 1)
            case _:
                self._console.print(f"“{escape(word)}” is none of these: {HELP}")

    def _approve_sure(self) -> None:
        approved, refused = self._reviewer.approve_sure(self._by)
        for draft in approved:
            self._console.print(f"[green]{draft.id}[/]")
        for draft, why in refused:
            self._console.print(f"[yellow]{draft.key} stays open:[/] {escape(why)}")
        self._file = self._reviewer.read()
        self._at = self._next_open(-1)

    def _undo(self) -> None:
        decided = self._reviewer.list_decided(1)
        if not decided:
            raise ReviewError("Nothing was decided yet.")
        draft = self._reviewer.undo(decided[0].key)
        self._at = [one.key for one in self._file.drafts].index(draft.key)

    def _list(self) -> None:
        for draft in self._file.drafts:
            mark = {Status.OPEN: " ", Status.APPROVED: "✓", Status.MERGED: "=", Status.REFUSED: "✗"}[draft.status]
            self._console.print(f"{mark} {draft.key} {draft.band}: {escape(draft.id)}")

    def _go_on(self) -> None:
        self._file = self._reviewer.read()
        self._at = self._next_open(self._at if self._at is not None else -1)

    def _next_open(self, after: int) -> int | None:
        order = [*range(after + 1, len(self._file.drafts)), *range(after + 1)]
        return next((at for at in order if self._file.drafts[at].status is Status.OPEN), None)

    def _show(self) -> None:
        if self._at is None:
            self._console.print("Every draft is decided.")
            return
        _draw(self._console, self._file, self._file.drafts[self._at])


def _draw(console: Console, file: DraftFile, draft: ReviewDraft) -> None:
    report = draft.entry["report"]
    band = {Band.SURE: "[green]sure[/]", Band.LOOK: "[yellow]to look at[/]", Band.NO_SPEAKER: "[red]without speaker[/]"}
    console.rule(f"{draft.key} of {len(file.drafts)} · {report['kind']} · {band[draft.band]} · {draft.status}")
    console.print(_mark(report))
    for name, value in draft.entry.items():
        if name != "report":
            rule = draft.rules.get(name)
            console.print(
                f"  [bold]{name}[/]: {escape(_word(value))}" + (f"  [dim]({escape(rule)})[/]" if rule else "")
            )
    for name in ("as_written", "day_how", "via", "recounted_by", "attribution", "inferred_how"):
        if name in report:
            rule = draft.rules.get(name)
            console.print(f"  {name}: {escape(_word(report[name]))}" + (f"  [dim]({escape(rule)})[/]" if rule else ""))
    for section, records in draft.vocabulary.items():
        for key, record in records.items():
            console.print(f"  [cyan]new in {section}[/]: {key} = {escape(str(record.get('name')))}")


def _mark(report: Entry) -> str:
    """The passage with its quotations bold and its clause underlined."""
    text = escape(str(report["passage"]))
    for quote in report.get("quotes", ()):
        exact = escape(str(quote["exact"] if isinstance(quote, dict) else quote))
        text = text.replace(exact, f"[bold]{exact}[/]", 1)
    clause = escape(str(report.get("clause", "")))
    return text.replace(clause, f"[underline]{clause}[/]", 1) if clause and clause in text else text


def _word(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} “{one}”" for name, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


def _reason(typed: str) -> Reason:
    return next((reason for reason in Reason if reason.value.startswith(typed.casefold())), Reason.NOT_A_STATEMENT)


def _set(entry: Entry, typed: str) -> Entry:
    """The entry with one field set: `set speaker lim-soo-suk`, `set to RU, kr-mofa`, `set day`."""
    name, _, value = typed.partition(" ")
    if name not in _FIELDS:
        raise ReviewError(f"“{name}” cannot be set here; one of {', '.join(_FIELDS)}, or e for the whole entry.")
    several = name in ("speaker", "role", "side", "to", "about", "topics")
    changed = {key: one for key, one in entry.items() if key != name}
    if value.strip():
        changed[name] = [one.strip() for one in value.split(",")] if several else value.strip()
    return {key: changed[key] for key in sorted(changed, key=lambda key: key == "report")}


def _edit(entry: Entry) -> Entry:
    """The entry as the editor's own program leaves it."""
    program = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not program:
        raise ReviewError("Name a text editor in EDITOR, or use `set FIELD VALUE`.")
    out = StringIO()
    make_yaml().dump(dict(entry), out)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "entry.yaml"
        path.write_text(out.getvalue(), "utf-8")
        subprocess.run([*shlex.split(program), str(path)], check=False)  # noqa: S603 -- the editor's own choice
        try:
            edited = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
        except YAMLError as error:
            raise ReviewError(f"That is no YAML, so nothing was changed: {str(error).splitlines()[0]}") from error
    if not isinstance(edited, dict):
        raise ReviewError("An entry is keys with values; nothing was changed.")
    return edited


def _lines() -> Iterator[str]:
    """Lines that the editor types, or that come from a pipe."""
    while True:
        if sys.stdin.isatty():
            sys.stdout.write("> ")
            sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            return
        yield line
