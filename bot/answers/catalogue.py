"""The one table of commands and options: Discord, the terminal, /help and the documentation are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal[
    "words", "country", "speaker", "topic", "event", "day-since", "day-until", "publisher", "statement", "command",
    "where", "followed", "file", "link", "time", "zone", "scope", "free-days", "language", "briefing",
    "yes-no", "role", "order", "party", "act", "between", "question",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class OptionSpec:
    """One option: its name, what it means (at most 100 characters), what kind of thing it takes, how long it may be."""

    name: str
    description: str
    kind: Kind
    required: bool = False
    max_length: int = 100


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """One command. The name of one in a group is both words: "briefing preview".

    description  at most 100 characters, as Discord shows it in its list
    answers      a sentence or two for /help
    asks         options to try it with; /help shows those that find something in the loaded store
    admins_only  True where only the configured admins may use it
    acts         True where it is no question: it does something in Discord, and there alone
    """

    name: str
    description: str
    answers: str
    options: tuple[OptionSpec, ...] = ()
    asks: tuple[Mapping[str, str], ...] = ()
    admins_only: bool = False
    acts: bool = False

    @property
    def examples(self) -> tuple[str, ...]:
        """The examples as one would type them."""
        return tuple(write_typed(self.name, options) for options in self.asks)

    def option(self, name: str) -> OptionSpec | None:
        """Give the option of that name, None where the command has none."""
        return next((option for option in self.options if option.name == name), None)


def write_typed(command: str, options: Mapping[str, str]) -> str:
    """Write a question as one would type it: `/who-said words: irreversible country: KR`."""
    return " ".join([f"/{command}", *(f"{name}: {value}" for name, value in options.items() if value)])


_SINCE = OptionSpec("since", "From this day on: 2024-06-26, June 2024, last week", "day-since")
_UNTIL = OptionSpec("until", "Up to and including this day: 2024-06-28, June 2024, yesterday", "day-until")
_TOPIC = OptionSpec("topic", "What it is about", "topic")
_SPEAKER = OptionSpec("speaker", "Who spoke: a person or an institution, in any spelling", "speaker")
_TO = OptionSpec("to", "Who was spoken to: a country, a person or an institution", "party")
_ACT = OptionSpec("act", "What it does: warnings, demands, denials, agreements, …", "act")
_PUBLISHER = OptionSpec("publisher", "Reported by: a newspaper, its web site, or an agency", "publisher")
_QUOTED_ONLY = OptionSpec("quoted-only", "Only what is held word for word, in quotation marks", "yes-no")
_NARROWER = (_TO, _ACT, _PUBLISHER, _QUOTED_ONLY)
_SCOPE = OptionSpec(
    "scope", "What it is about: countries: KR; pairs: KR-RU; topics: …; speakers: …; events: …", "scope", max_length=300
)
_ON_THIS_DAY = OptionSpec("on-this-day", "Add what was said on the same day of earlier years", "yes-no")
_OPEN_QUESTIONS = OptionSpec("open-questions", "Add demands and invitations to which no answer is held", "yes-no")

_ALL: Final = (
    CommandSpec(
        "ask",
        "Ask in plain words: what did Seoul demand of Moscow on 21 June?",
        "Reads a plain question into one of the other commands, says what was understood, and lets you take each part "
        "of it back. What it does not understand it says.",
        (OptionSpec("question", "Your question, as you would put it to a colleague", "question", True, 300),),
        tuple(
            {"question": question}
            for question in (
                "What did Zakharova say about arms since the summit?",
                "What did Seoul demand of Moscow on 21 June?",
                "Did anyone deny that the cooperation is aimed at South Korea?",
                "Both sides on the treaty",
                "Who warned South Korea?",
                "What happened on 20 June?",
            )
        ),
    ),
    CommandSpec(
        "who-said",
        "Who said this? Finds the words, with speaker, day and source",
        "Finds who said something: the exact wording first, then statements that hold all the words, then what is held "
        "only as a paraphrase, then what is near, marked as near.",
        (
            OptionSpec("words", "The words, as far as you remember them", "words", required=True, max_length=300),
            _SPEAKER,
            OptionSpec("country", "The country spoken for: KR, South Korea, Seoul", "country"),
            _TOPIC,
            _SINCE,
            _UNTIL,
            *_NARROWER,
        ),
        (
            {"words": "irreversible", "country": "KR"},
            {"words": "grave concern"},
            {"words": "big mistake", "speaker": "Putin"},
        ),
    ),
    CommandSpec(
        "timeline",
        "What was said and done, in order, day by day",
        "Lists statements and diplomatic acts in the order of their days. Every option narrows it; with none it shows "
        "everything held.",
        (
            OptionSpec("country", "A country that speaks, is addressed or is spoken about", "country"),
            OptionSpec("other-country", "A second country that has to do with it as well", "country"),
            _SPEAKER,
            _TOPIC,
            OptionSpec("event", "The occasion: a summit, a summons, a meeting, a press conference", "event"),
            _SINCE,
            _UNTIL,
            OptionSpec("order", "Oldest first, as it happened, or newest first", "order"),
            *_NARROWER,
            OptionSpec("about", "A country that is addressed or spoken about", "country"),
            OptionSpec("between", "both: only what the two countries say and do to each other", "between"),
            OptionSpec("only", "With publisher: only what no other publisher reports", "yes-no"),
        ),
        (
            {"country": "KR", "other-country": "RU"},
            {"speaker": "Lim Soo-suk"},
            {"country": "Moscow", "since": "2024-06-26", "until": "2024-06-28"},
            {"country": "KR", "other-country": "RU", "between": "both", "act": "warnings"},
        ),
    ),
    CommandSpec(
        "summary-by-country",
        "Where does each country stand? Its newest words by event and topic",
        "Shows where a country stands: its newest words by occasion and topic, speaker by speaker. Without a country, "
        "a line for each.",
        (
            OptionSpec(
                "country", "The country spoken for: RU, Russia, Moscow; empty for a line per country", "country"
            ),
            OptionSpec("about", "A country that is addressed or spoken about", "country"),
            _TOPIC,
            _SINCE,
            _UNTIL,
            *_NARROWER,
        ),
        (
            {"country": "KR"},
            {"country": "Russia", "about": "South Korea"},
            {},
        ),
    ),
    CommandSpec(
        "speaker",
        "Who is this? Roles, spellings, and everything said",
        "Shows a person or an institution: names, roles with the time for which they are attested, and the statements "
        "in order.",
        (OptionSpec("name", "A person or an institution, in any spelling", "speaker", required=True),),
        ({"name": "Kim Hong-kyun"}, {"name": "Zakharova"}),
    ),
    CommandSpec(
        "statement",
        "One statement with every report of it, in context, and what disagrees",
        "Shows one statement with all its reports: each passage in its context, the sources beside it, and where "
        "they disagree.",
        (OptionSpec("id", "The id of a statement, as other answers show it", "statement", required=True),),
    ),
    CommandSpec(
        "sources",
        "What the store holds, source by source",
        "Lists the sources with their dates, how much is held from each, and what is known to be wrong in them.",
        (OptionSpec("publisher", "The newspaper, agency or ministry that published it", "publisher"),),
        ({},),
    ),
    CommandSpec(
        "briefing preview",
        "What a briefing for a day would say, shown to you alone",
        "Shows the briefing for a day: what was said and released since the day before, by event and country. Without "
        "further options it covers everything; each one adds what it names, and two countries are a pair.",
        (
            OptionSpec("date", "The day that the briefing is for; empty for today", "day-until"),
            OptionSpec("since", "The first day that it covers; empty for the day before", "day-since"),
            OptionSpec("country", "A country that speaks, is addressed or is spoken about", "country"),
            OptionSpec("other-country", "With country: what has to do with both", "country"),
            _TOPIC,
            _SPEAKER,
            OptionSpec("event", "The occasion: a summit, a summons, a meeting, a press conference", "event"),
            _SCOPE,
            _ON_THIS_DAY,
            _OPEN_QUESTIONS,
        ),
        ({"date": "2024-06-27"}, {"date": "2024-06-21", "country": "KR", "other-country": "RU"}),
    ),
    CommandSpec(
        "briefing here",
        "Order a daily briefing for this channel, or change it; for those who manage the channel",
        "Orders a briefing that is posted in this channel once a day, at its hour by the clocks of its zone. Given "
        "again, it changes the order. Several briefings of one channel have different names.",
        (
            OptionSpec("time", "When: 07:30, 7.30, 7:30 am", "time", required=True),
            OptionSpec("timezone", "Where that is the time: a city, a country, or Europe/Vienna", "zone"),
            _SCOPE,
            OptionSpec("name", "Tells several briefings of one channel apart; empty for daily", "briefing"),
            OptionSpec("weekdays-only", "Leave out Saturdays and Sundays", "yes-no"),
            OptionSpec("holidays", "Days to leave out: countries whose holidays count, and dates", "free-days"),
            OptionSpec("language", "In which days and countries are named: en, fr, pt-BR", "language"),
            OptionSpec("nothing-new", "Say so in one line where nothing is new; otherwise stay silent", "yes-no"),
            _ON_THIS_DAY,
            _OPEN_QUESTIONS,
            OptionSpec("publish", "Publish the posts, where this is an announcement channel", "yes-no"),
            OptionSpec("ping", "A role that each post pings; empty for nobody", "role"),
        ),
        acts=True,
    ),
    CommandSpec(
        "briefing off",
        "End a daily briefing of this channel; for those who manage the channel",
        "Ends a briefing of this channel. What was posted stays.",
        (OptionSpec("name", "Which one, where the channel has several", "briefing"),),
        acts=True,
    ),
    CommandSpec(
        "briefing list",
        "The daily briefings of this server: when they come, how the last went, what is wrong",
        "Lists the briefings of this server, those of this channel first: when the next one comes, what became of the "
        "last one, which were missed, and why one is switched off.",
        acts=True,
    ),
    CommandSpec(
        "briefing test",
        "Post the briefing of this channel now, as a test; for those who manage the channel",
        "Posts a briefing of this channel at once, marked as a test. The daily one comes all the same. One that I had "
        "switched off goes on where the test succeeds.",
        (OptionSpec("name", "Which one, where the channel has several", "briefing"),),
        acts=True,
    ),
    CommandSpec(
        "follow add",
        "Tell me when something new is held on a country, a pair, a speaker, a topic or an event",
        "From now on tells what is new: after each reload of the data, in one message. You alone are told, by direct "
        "message; with where: here the channel is, which its managers can decide.",
        (
            OptionSpec("country", "A country that speaks, is addressed or is spoken about", "country"),
            OptionSpec("other-country", "With country: what has to do with both", "country"),
            _SPEAKER,
            _TOPIC,
            OptionSpec("event", "The occasion: a summit, a summons, a meeting, a press conference", "event"),
            OptionSpec("where", "direct: to you alone; here: in this channel, for its managers", "where"),
        ),
        ({"country": "KR", "other-country": "RU"}, {"speaker": "Lim Soo-suk"}, {"topic": "Arms for Ukraine"}),
        acts=True,
    ),
    CommandSpec(
        "follow list",
        "What you follow, and what is followed in this channel",
        "Lists what you follow and what this channel does, also what has ended, with the reason.",
        acts=True,
    ),
    CommandSpec(
        "follow stop",
        "End following something",
        "Ends following one thing. Without the option it shows what there is to choose from.",
        (OptionSpec("what", "What you follow or this channel does; empty to choose from a list", "followed"),),
        acts=True,
    ),
    CommandSpec(
        "privacy show",
        "Everything that I hold about you",
        "Shows all that is held about you, to you alone.",
        acts=True,
    ),
    CommandSpec(
        "privacy forget",
        "Delete everything that I hold about you",
        "Deletes all that is held about you, once you confirm it. What you set up for a channel goes on without "
        "your name.",
        acts=True,
    ),
    CommandSpec(
        "ingest",
        "Editors: take in a document, and draft its statements for review",
        "Reads an attached file, a link, or text that you paste, drafts its statements and posts them for review. "
        "Nothing is in the store before an editor approves it.",
        (
            OptionSpec("file", "A text, HTML, PDF, DOCX or EML file; with neither option you paste the text", "file"),
            OptionSpec("link", "An https link to an article or a document", "link", max_length=2000),
        ),
        acts=True,
    ),
    CommandSpec(
        "review",
        "Editors: the documents whose drafts wait for review",
        "Lists the documents under review, and posts one of them again.",
        acts=True,
    ),
    CommandSpec(
        "reload",
        "Admins: check and compile the data anew, and say what changed",
        "Checks and compiles the data, swaps the store, and answers with what was added, changed and removed. On any "
        "error the old store stays.",
        admins_only=True,
        acts=True,
    ),
    CommandSpec(
        "status",
        "Version, and the size and age of the store",
        "Shows the version of the bot, and the version, size and age of the store.",
        asks=({},),
    ),
    CommandSpec(
        "help",
        "How to ask, with examples that work",
        "Shows how to ask, with examples that find something in the loaded store.",
        (OptionSpec("command", "The command to explain", "command"),),
        ({}, {"command": "who-said"}),
    ),
)

COMMANDS: Final[Mapping[str, CommandSpec]] = {command.name: command for command in _ALL}
GROUPS: Final[Mapping[str, str]] = {
    "briefing": "What is new, day by day",
    "follow": "Be told when something new is held",
    "privacy": "What I hold about you",
}
