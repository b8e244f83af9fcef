"""The ways in: run, rehearse, check, build, ask, briefing, doctor, backup. Where one cannot go on: why."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bot import __version__
from bot.exit_codes import Exit, ExitError
from bot.settings import Settings, SettingsError, read_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line; gives the exit code (see bot.exit_codes)."""
    options = _parser().parse_args(arguments)
    carry_out: Callable[[argparse.Namespace, Settings], int] = options.carry_out
    try:
        return carry_out(options, read_settings(options.config))
    except SettingsError as error:
        return _fail(Exit.BAD_SETTINGS, str(error))
    except ExitError as error:
        return _fail(error.code, str(error))
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe has gone (`… | head`); what is still buffered has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE


def _fail(code: Exit, message: str) -> int:
    print(f"attache: {message}", file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="attache", description="A press attaché in a team's Discord.")
    parser.add_argument("--version", action="version", version=f"attache {__version__}")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        help="settings; without it config.yaml where there is one, else the defaults",
    )
    shared.add_argument(
        "--data", type=Path, metavar="FOLDER", help="the reviewed records, instead of the configured ones"
    )
    ways = parser.add_subparsers(title="ways in", required=True, metavar="WAY")

    def way(
        name: str, summary: str, carry_out: Callable[[argparse.Namespace, Settings], int]
    ) -> argparse.ArgumentParser:
        added = ways.add_parser(name, help=summary, description=summary, parents=[shared])
        added.set_defaults(carry_out=carry_out)
        return added

    way("run", "connect to Discord and answer", _run)
    rehearse = way(
        "rehearse", "try the bot without Discord, in a room in the browser or at a prompt in the terminal", _rehearse
    )
    rehearse.add_argument(
        "--as", dest="person", default="member", choices=["member", "manager", "admin"], help="who asks"
    )
    rehearse.add_argument(
        "--terminal", action="store_true", help="a prompt here instead of the browser; so it is for lines from a pipe"
    )
    rehearse.add_argument("--port", type=_port, help="where the room listens on 127.0.0.1: 8765; 0 takes a free one")
    rehearse.add_argument("--no-browser", action="store_true", help="print the room's address and open nothing")
    check = way("check", "check the records and every quotation against the sources", _check)
    check.add_argument("--format", default="text", choices=["text", "json", "github"], help="for editors and CI")
    check.add_argument("--watch", action="store_true", help="check again whenever a file was changed")
    fmt = way("fmt", "bring the files of records into one order and one style", _fmt)
    fmt.add_argument("files", nargs="*", type=Path, metavar="FILE", help="without one, all YAML files of the records")
    fmt.add_argument("--check", action="store_true", help="change nothing, say which files are not formatted")
    new = way("new", "begin a record: keep a document, and write down what it says of itself", _new)
    new.add_argument("source", metavar="FILE|URL", help="text, HTML, PDF, DOCX, EML, or an https address")
    way("migrate", "bring records of the old form to the new one: what repeats is written once", _migrate)
    explain = way("explain", "what a key of the records means and can hold", _explain)
    explain.add_argument("key", nargs="?", help="such as kind, or report.kind; without one, all keys")
    explain.add_argument("--markdown", action="store_true", help="print the list of docs/records.md")
    explain.add_argument("--schemas", type=Path, metavar="FOLDER", help="write JSON Schema of the files there")
    build = way("build", "compile the records to a store and make it the current one", _build)
    build.add_argument("--force", action="store_true", help="also where more than a third of the statements would go")
    ask = way("ask", 'answer one question here: ask "/who-said words: irreversible"', _ask)
    ask.add_argument("question", help="a slash command as one would type it")
    ask.add_argument("--json", action="store_true", help="the answer as JSON (docs/answer-json.md)")
    briefing = way("briefing", "print the briefing for a day, for mail and the intranet", _briefing)
    briefing.add_argument("--date", default="", metavar="DAY", help="the day that it is for; without it today")
    briefing.add_argument("--since", default="", metavar="DAY", help="the first day; without it the day before")
    briefing.add_argument(
        "--scope", default="", help='what it is about: "countries: KR; pairs: KR-RU; topics: …; speakers: …; events: …"'
    )
    briefing.add_argument(
        "--with", dest="sections", action="append", default=[], choices=["on-this-day", "open-questions"],
        help="a further section; may be given twice",
    )  # fmt: skip
    briefing.add_argument("--format", default="text", choices=["text", "markdown", "html", "json"])
    importing = way("import", "take in statements from a table or a data set, row by row", _import)
    importing.add_argument("file", type=Path, metavar="FILE", help=".csv, .xlsx, Akoma Ntoso, Popolo, Quotebank")
    importing.add_argument(
        "--from", dest="form", default="", choices=["table", "akoma-ntoso", "popolo", "quotebank"],
        help="the format; told by the file otherwise",
    )  # fmt: skip
    importing.add_argument("--mapping", type=Path, metavar="FILE", help="which column holds what; one is proposed")
    importing.add_argument("--name", default="", help="of the import; without it the file's")
    importing.add_argument(
        "--set", dest="constants", action="append", default=[], metavar="FIELD=VALUE", help="the same in every row"
    )
    ingest = way("ingest", "take in documents: drafts of their statements, to be reviewed", _ingest)
    ingest.add_argument(
        "sources", nargs="+", metavar="FILE|URL", help="text, HTML, PDF, DOCX, EML, or an https address"
    )
    review = way("review", "decide on drafts, one after another; without a document, which have some", _review)
    review.add_argument("document", nargs="?", help="the id that `ingest` told")
    way("doctor", "look for what is not as it should be on the disk, and say what to do", _doctor)
    backup = way("backup", "copy the state file while the bot is running (docs/running.md)", _backup)
    backup.add_argument("file", type=Path, metavar="FILE", help="the copy")
    backup.add_argument("--force", action="store_true", help="replace a file that is there")
    return parser


def _run(options: argparse.Namespace, settings: Settings) -> int:
    from bot.store.build.worker import begin_to_prepare

    begin_to_prepare(settings.store.folder)  # while the rest is loaded here
    from bot.cli.run import run

    return run(_with_data(options, settings))


def _rehearse(options: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.rehearse import RoomOptions, rehearse_at_prompt, rehearse_in_room

    settings = _with_data(options, settings)
    asks_for_room = options.port is not None or options.no_browser
    if options.terminal and asks_for_room:
        raise ExitError(Exit.BAD_INPUT, "--terminal has no use for --port and --no-browser: leave one or the other out")
    if options.terminal or not (asks_for_room or sys.stdin.isatty()):
        return rehearse_at_prompt(settings, options.person)
    return rehearse_in_room(settings, RoomOptions(options.person, options.port, browser=not options.no_browser))


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number < 65536:
        raise argparse.ArgumentTypeError(f"{number} is no port: take one from 1024 to 65535, or 0")
    return number


def _check(options: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.check import check, watch

    data = _with_data(options, settings).data
    return (watch if options.watch else check)(data.folder, data.root, options.format)


def _fmt(options: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.fmt import format_files

    return format_files(_with_data(options, settings).data.folder, options.files, only_check=options.check)


def _explain(options: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.explain import explain_key, list_all, print_key_list, write_schemas

    if options.schemas:
        return write_schemas(options.schemas)
    if options.markdown:
        return print_key_list()
    return explain_key(_with_data(options, settings).data.folder, options.key) if options.key else list_all()


def _build(options: argparse.Namespace, settings: Settings) -> int:
    from bot.answers.formatting.counts import tell_counts
    from bot.corpus.problems import CorpusError
    from bot.progress import show_progress
    from bot.store.build.builder import build
    from bot.store.errors import RemovalError, StoreError

    settings = _with_data(options, settings)
    try:
        with show_progress() as note:
            built = build(
                settings.data.folder, settings.data.root, settings.store.folder, note=note, force=options.force
            )
    except CorpusError as error:
        return _show_problems(error)
    except RemovalError as error:
        raise ExitError(Exit.NO_STORE, f"{error} If that is meant: build --force") from error
    except StoreError as error:
        raise ExitError(Exit.NO_STORE, str(error)) from error
    how = "compiled" if built.fresh else "already compiled"
    print(f"{how} in {built.seconds:.2f} s: {built.path}\n{tell_counts(built.counts)}")
    return Exit.DONE


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    from bot.answers.formatting.to_json import to_json
    from bot.answers.formatting.to_terminal import print_answer
    from bot.cli.ask import ask

    answer = asyncio.run(ask(_with_data(options, settings), options.question))
    if options.json:
        print(json.dumps(to_json(answer), ensure_ascii=False, indent=2))
    else:
        from rich.console import Console

        print_answer(answer, Console())
    return Exit.DONE if answer.status in {"found", "near", "nothing"} else Exit.BAD_INPUT


def _briefing(options: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.briefing import BriefingOptions, print_briefing

    printed = BriefingOptions(options.date, options.since, options.scope, frozenset(options.sections), options.format)
    print(asyncio.run(print_briefing(_with_data(options, settings), printed)), end="")
    return Exit.DONE


def _new(options: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.new import write_new

    return write_new(_with_data(options, settings), options.source)


def _migrate(options: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.migrate import migrate

    data = _with_data(options, settings).data
    return migrate(data.folder, data.root)


def _import(options: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.import_file import ImportOptions, import_file

    chosen = ImportOptions(options.file, options.form, options.mapping, options.name, tuple(options.constants))
    return import_file(_with_data(options, settings), chosen)


def _ingest(options: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.ingest import ingest

    return ingest(_with_data(options, settings), options.sources)


def _review(options: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.review import list_documents, review

    settings = _with_data(options, settings)
    return review(settings, options.document) if options.document else list_documents(settings)


def _doctor(options: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.doctor import find_trouble

    trouble = find_trouble(_with_data(options, settings))
    if not trouble:
        print("Nothing to mend.")
        return Exit.DONE
    print("\n".join(trouble), file=sys.stderr)
    return Exit.BAD_SETTINGS


def _backup(options: argparse.Namespace, settings: Settings) -> int:
    from bot.state import StateError
    from bot.state.backup import back_up

    try:
        size = back_up(settings.state.file, options.file, force=options.force)
    except StateError as error:
        raise ExitError(Exit.NO_STATE, str(error)) from error
    print(f"backed up to {options.file}: {size:,} bytes, checked")
    return Exit.DONE


def _show_problems(error: Exception) -> int:
    print(error, file=sys.stderr)
    return Exit.BAD_DATA


def _with_data(options: argparse.Namespace, settings: Settings) -> Settings:
    if options.data is None:
        return settings
    return settings.model_copy(update={"data": settings.data.model_copy(update={"folder": options.data})})
