"""/speaker: who somebody is, everything held of what he, she or it said, in order, and what was said to them."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.display_names import name_of
from bot.answers.formatting.statement_lines import count
from bot.answers.handlers.timeline import list_by_day
from bot.answers.model import Answer, Entry, PersonItem
from bot.answers.resolved_question import ResolvedQuestion
from bot.store.filters import Filter
from bot.store.records import PersonRecord
from bot.store.session import ReadSession

HEAD = "head"
TO = "to:"  # before the keys of what was said to the party; the others are keys of its own timeline


def answer_speaker(asked: ResolvedQuestion, session: ReadSession, limit: int) -> Answer:
    """Show a person or an organisation first, then the statements by day, from `question.after` on."""
    name = dict(asked.understood)["name"]
    if asked.filter.side:
        return _show_country(asked, session, asked.filter.side, limit)
    party = session.party(asked.values["name"])
    if party is None:
        return Answer(asked.question, "nothing", f"Nothing held about {name}", asked.understood)
    after = asked.question.after or ""
    entries = [] if after else [Entry(PersonItem(party), "", HEAD)]
    more = False
    if not after.startswith(TO):
        own = session.timeline(asked.filter, None if after == HEAD else after, max(1, limit - len(entries)))
        entries += list_by_day(own, asked.locale)
        more = own.after is not None
    room = limit - len(entries)
    if not more and room > 0:
        begin = after.removeprefix(TO) if after.startswith(TO) else None
        said_to = session.timeline(Filter(to=party.party.id), begin, room)
        entries += [
            replace(entry, group=f"Said to {party.party.name}, {entry.group}", key=f"{TO}{entry.key}")
            for entry in list_by_day(said_to, asked.locale)
        ]
        more = said_to.after is not None
    else:
        more = more or party.addressed > 0
    return Answer(
        question=asked.question,
        status="found",
        title=party.party.name,
        understood=asked.understood,
        entries=tuple(entries),
        more=more,
        total=1 + party.statements + party.addressed,
        notes=_note_silence(party),
        figures=(("statements", party.statements), ("statements to them", party.addressed)),
    )


def _show_country(asked: ResolvedQuestion, session: ReadSession, code: str, limit: int) -> Answer:
    """Show everything said for a country, whoever spoke, in order."""
    name = name_of(code, asked.locale)
    page = session.timeline(asked.filter, asked.question.after, limit)
    return Answer(
        question=asked.question,
        status="found" if page.total else "nothing",
        title=f"Everybody who speaks for {name}" if page.total else f"Nothing held that was said for {name}",
        understood=asked.understood,
        entries=list_by_day(page, asked.locale),
        more=page.after is not None,
        total=page.total,
        total_is_more=page.total_is_more,
    )


def _note_silence(party: PersonRecord) -> tuple[str, ...]:
    if party.statements:
        return ()
    silence = f"The store holds no words of {party.party.name}"
    if not party.addressed:
        return (f"{silence}.",)
    return (f"{silence}; {count(party.addressed, 'statement')} to them stand below.",)
