"""Composes one briefing from the records as they are now, and writes it in the format asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.answers.briefing.compose import Briefing, BriefingRequest
from bot.answers.briefing.preview import previous_day
from bot.answers.briefing.to_html import to_html
from bot.answers.briefing.to_json import to_json
from bot.answers.briefing.to_markdown import to_markdown
from bot.answers.briefing.to_text import to_text
from bot.answers.options.dates.parser import check_span, resolve_since, resolve_until
from bot.answers.options.errors import Ambiguous, NotUnderstood
from bot.answers.options.sanitize import tidy
from bot.app import open_service
from bot.exit_codes import Exit, ExitError
from bot.settings import Settings
from bot.store.errors import QueryTooSlow

FORMATS: Final[Mapping[str, Callable[[Briefing], str]]] = {
    "text": to_text,
    "markdown": to_markdown,
    "html": to_html,
    "json": lambda briefing: json.dumps(to_json(briefing), ensure_ascii=False, indent=2) + "\n",
}


@dataclass(frozen=True, slots=True)
class BriefingOptions:
    """What is to be printed: days and scope as typed (empty: today, the day before, everything), sections, format."""

    date: str
    since: str
    scope: str
    sections: frozenset[str]
    format: str


async def print_briefing(settings: Settings, options: BriefingOptions) -> str:
    """Write a briefing. Raises ExitError where something typed is not understood, or there is no store."""
    async with open_service(settings) as service:
        today = service.today()
        try:
            day = resolve_until("date", tidy(options.date), today) if options.date else today
            since = resolve_since("since", tidy(options.since), today) if options.since else previous_day(day)
            check_span(since, day, "date")
            scope = await service.parse_scope(tidy(options.scope))
            request = BriefingRequest(day, since, scope, sections=options.sections, locale=service.locale)
            return FORMATS[options.format](await service.briefing(request))
        except (NotUnderstood, Ambiguous, QueryTooSlow) as error:
            raise ExitError(Exit.BAD_INPUT, str(error)) from error
