"""The settings: config.yaml, typed. Every one has a default; config.example.yaml tells what each is for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from bot.corpus.problems import Problem
from bot.corpus.reading.yaml_reader import FILE_LIMIT, ReadFile, read_yaml
from bot.skip_days import SkipDaysError, check_free_days

HOME = Path(__file__).resolve().parent.parent
CONFIG_NAME = "config.yaml"
BRIEFING_NAME = r"[a-z0-9][a-z0-9-]{0,31}"


class SettingsError(Exception):
    """The settings cannot be used; str() has a line for each mistake, with file, line and what to do."""


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is no time zone; write it as Europe/Vienna, Asia/Seoul or UTC") from error
    return name


def _known_language(name: str) -> str:
    try:
        Locale.parse(name, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise ValueError(f"{name!r} is no language; write it as en, fr or pt-BR") from error
    return name


def _clock_time(text: str) -> str:
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no time of day; write it as 07:30")
    return f"{int(found[1]):02}:{found[2]}"


def _briefing_name(text: str) -> str:
    if not re.fullmatch(BRIEFING_NAME, text):
        raise ValueError(f"{text!r} is no name for a briefing; write up to 32 small letters, digits and hyphens")
    return text


def _free_days(texts: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return check_free_days(texts)
    except SkipDaysError as error:
        raise ValueError(str(error)) from error


def _each_once(briefings: tuple[ChannelBriefing, ...]) -> tuple[ChannelBriefing, ...]:
    names = [(one.channel, one.name) for one in briefings]
    for channel, name in names:
        if names.count((channel, name)) > 1:
            raise ValueError(f"channel {channel} has two briefings called {name!r}; give one of them another name")
    return briefings


def _from_home(path: Path) -> Path:
    return path if path.is_absolute() else HOME / path


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str | int) else value


LocalPath = Annotated[Path, AfterValidator(_from_home)]
Snowflakes = Annotated[tuple[Annotated[int, Field(gt=0, lt=2**63)], ...], BeforeValidator(_as_list)]


class Section(BaseModel):
    """A part of the settings: immutable, no unknown keys, defaults checked like what is written."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)


class DiscordSettings(Section):
    """How to reach Discord."""

    token_file: Path | None = None
    guilds: Snowflakes = ()


class AnswerSettings(Section):
    """How answers are given."""

    private: bool = True
    timezone: Annotated[str, AfterValidator(_known_zone)] = "UTC"
    language: Annotated[str, AfterValidator(_known_language)] = "en"


class DataSettings(Section):
    """Where the reviewed records lie, and the folder that holds seeds/ with their source documents."""

    folder: LocalPath = Path("data")
    root: LocalPath = Path()


class StoreSettings(Section):
    """The compiled store."""

    folder: LocalPath = Path("var/store")
    readers: Annotated[int, Field(ge=1, le=32)] = 4
    deadline_seconds: Annotated[float, Field(ge=0.05, le=10)] = 2.0


class StateSettings(Section):
    """The state file."""

    file: LocalPath = Path("var/state.sqlite")
    keep_days: Annotated[int, Field(ge=1, le=3650)] = 90


class AdminSettings(Section):
    """Who may see and change what is common to all servers, beside the application's owner or its team.

    servers  those whose administrators may
    """

    users: Snowflakes = ()
    roles: Snowflakes = ()
    servers: Snowflakes = ()


class ChannelBriefing(Section):
    """A daily briefing of a channel, as /briefing here orders it."""

    channel: Annotated[int, Field(gt=0, lt=2**63)]
    name: Annotated[str, AfterValidator(_briefing_name)] = "daily"
    time: Annotated[str, AfterValidator(_clock_time)]
    timezone: Annotated[str, AfterValidator(_known_zone)] | None = None
    weekdays_only: bool = False
    skip: Annotated[tuple[str, ...], BeforeValidator(_as_list), AfterValidator(_free_days)] = ()
    scope: Annotated[str, Field(max_length=2000)] = ""
    sections: tuple[Literal["on-this-day", "open-questions"], ...] = ()
    language: Annotated[str, AfterValidator(_known_language)] | None = None
    nothing_new: bool = True
    publish: bool = False
    ping: Annotated[int, Field(gt=0, lt=2**63)] | None = None


class BriefingSettings(Section):
    """Daily briefings."""

    catch_up_hours: Annotated[float, Field(ge=0, le=20)] = 6.0
    keep_days: Annotated[int, Field(ge=31, le=36500)] = 400
    channels: Annotated[tuple[ChannelBriefing, ...], AfterValidator(_each_once)] = ()


class EditorSettings(Section):
    """Who may take documents in and review drafts, besides the admins."""

    users: Snowflakes = ()
    roles: Snowflakes = ()


class IngestSettings(Section):
    """Documents taken in, and the review of their drafts. With no channel, drafts are posted where they were made.

    feeds, folders  what is watched for new documents: RSS and Atom feeds, folders (a mailbox of EML files among them)
    hosts           hosts that articles may stand on, beside the feeds' own; subdomains included
    minutes         between two polls of a feed
    """

    channel: Annotated[int, Field(gt=0, lt=2**63)] | None = None
    editors: EditorSettings = EditorSettings()
    feeds: tuple[Annotated[str, Field(pattern=r"^https://[^\s/]+/?\S*$")], ...] = ()
    hosts: tuple[Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")], ...] = ()
    folders: tuple[LocalPath, ...] = ()
    minutes: Annotated[int, Field(ge=5, le=1440)] = 30

    @model_validator(mode="after")
    def _has_a_channel(self) -> Self:
        if (self.feeds or self.folders) and self.channel is None:
            raise ValueError("channel: name the channel in which documents of watched feeds and folders are posted")
        return self


class LogSettings(Section):
    """What is logged."""

    level: Literal["debug", "info", "warning", "error"] = "info"


class Settings(Section):
    """All settings."""

    discord: DiscordSettings = DiscordSettings()
    answers: AnswerSettings = AnswerSettings()
    data: DataSettings = DataSettings()
    store: StoreSettings = StoreSettings()
    state: StateSettings = StateSettings()
    admins: AdminSettings = AdminSettings()
    briefings: BriefingSettings = BriefingSettings()
    ingest: IngestSettings = IngestSettings()
    log: LogSettings = LogSettings()


def read_settings(path: Path | None = None) -> Settings:
    """Read the settings from `path`; without it from config.yaml in the current folder, or take the defaults.

    Relative paths count from the project's own folder. Raises SettingsError with every mistake in the file.
    """
    if path is None:
        path = Path(CONFIG_NAME)
        if not path.exists():
            return Settings()
    try:
        with path.open("rb") as file:
            raw = file.read(FILE_LIMIT + 1)
    except OSError as error:
        raise SettingsError(f"the settings {path} cannot be read: {error.strerror}") from error
    read, problems = read_yaml(str(path), raw)
    if not problems and read.data is not None:
        try:
            return Settings.model_validate(read.data)
        except ValidationError as error:
            problems = _explain(read, error)
    raise SettingsError("\n".join(["the settings have mistakes:", *map(str, sorted(problems))]))


def _explain(read: ReadFile, errors: ValidationError) -> list[Problem]:
    from bot.corpus.reading.validation_messages import (
        word_error,  # with all that a record can be: nobody else here needs it
    )

    problems = []
    for error in errors.errors():
        place = read.place.find(error["loc"])
        unknown = error["type"] == "extra_forbidden"
        line, column = (place.key_line, place.key_column) if unknown else (place.line, place.column)
        problems.append(Problem(read.name, line, column, *word_error(Settings, error, empty=False)))
    return problems
