"""In which post each speaker speaks, and for which country, worked out from the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from bot.corpus.annotations import Speaker
from bot.corpus.model import NO_SIDE, Organisation, Person, Role, Said, Statement
from bot.corpus.problems import Problem, find_nearest, show
from bot.corpus.reading.record_parser import Written


def resolve_speakers(
    statement: Written[Statement],
    record: Said,
    people: Mapping[str, Person],
    organisations: Mapping[str, Organisation],
    problems: list[Problem],
) -> tuple[Speaker, ...]:
    """The speakers of a statement with their posts and sides. A speaker who is in no record is left out.

    The country of the post, or of its organisation, is the side; what `side` gives stands where that says nothing or
    something else.
    """
    held = {speaker: _list_posts(people[speaker], record) for speaker in record.speaker if speaker in people}
    # Where a speaker's own record is missing or at fault, nothing can be said of the titles.
    if all(speaker in people or speaker in organisations for speaker in record.speaker):
        _refuse_strange_titles(statement, record, people, held, problems)
    speakers = []
    for index, identity in enumerate(record.speaker):
        role: Role | None = None
        if identity in people:
            role = _choose_post(held[identity], record.role)
            body = organisations.get(role.organisation or "") if role else None
            country = (role.country if role else None) or (body.country if body else None)
            organisation = role.organisation if role else None
            # What an organisation that is in no record has for a country is not known: it is missed elsewhere.
            stateless = body.country is None if body else organisation is not None
        elif identity in organisations:
            country, organisation = organisations[identity].country, identity
            stateless = country is None
        else:
            continue
        side = _choose_side(record.side, country, index, len(record.speaker))
        if identity in people and role is None and held[identity]:
            titles = ", ".join(show(post.title) for post in held[identity])
            what = f"{people[identity].name} holds several posts on this day: {titles}"
            problems.append(statement.blame(("speaker", index), what, "say in `role` in which one they speak"))
        elif side is None and not stateless and NO_SIDE not in record.side:
            problems.append(statement.blame(("speaker", index), *_word_no_side(identity, people[identity], record)))
        kind: Literal["person", "organisation"] = "person" if identity in people else "organisation"
        speakers.append(Speaker(identity, kind, role.title if role else None, organisation, side))
    return tuple(speakers)


def list_sides(record: Said, speakers: Sequence[Speaker]) -> tuple[str, ...]:
    """The countries for which a statement speaks, each once: as given, else those of its speakers."""
    given = [side for side in record.side if side != NO_SIDE]
    return tuple(dict.fromkeys(given if record.side else (speaker.side for speaker in speakers if speaker.side)))


def _list_posts(person: Person, record: Said) -> list[Role]:
    """The posts that a person is attested to hold on the statement's day; all of them where it has none.

    A post of which no source tells the time counts where the statement names it, or where none is attested then.
    """
    day = record.day or record.released
    if day is None:
        posts = list(person.roles)
    else:
        posts = [role for role in person.roles if role.attested and role.attested.overlaps(day)]
        undated = [role for role in person.roles if role.attested is None]
        posts += [role for role in undated if not posts or role.title in record.role]
    return list({(role.title, role.organisation, role.country): role for role in posts}.values())


def _choose_post(posts: list[Role], titles: Sequence[str]) -> Role | None:
    """The post that the titles name, or the only one held; None where there is no telling."""
    named = [role for role in posts if role.title in titles] or posts
    return named[0] if len(named) == 1 else None


def _refuse_strange_titles(
    statement: Written[Statement],
    record: Said,
    people: Mapping[str, Person],
    held: Mapping[str, list[Role]],
    problems: list[Problem],
) -> None:
    attested = [role.title for posts in held.values() for role in posts]
    for index, title in enumerate(record.role):
        if title in attested:
            continue
        elsewhen = [role for identity in held for role in people[identity].roles if role.title == title]
        near = find_nearest(title, attested)
        if not held:
            what, todo = f"the role {show(title)} is given, and no speaker is a person", "take it away"
        elif elsewhen:
            days = ", ".join(str(role.attested) for role in elsewhen)
            what = f"the role {show(title)} is attested for {days}, not for {record.day or record.released}"
            todo = "widen `attested` of that role if a source bears it out, or name another role"
        else:
            what = f"no speaker holds the role {show(title)}"
            todo = (
                f"did you mean {show(near)}? " if near else "add it to the person's `roles`, or name one that is there"
            )
        problems.append(statement.blame(("role", index), what, todo.rstrip()))


def _choose_side(given: Sequence[str], derived: str | None, index: int, speakers: int) -> str | None:
    if not given or derived in given:
        return derived
    chosen: str | None = derived
    if len(given) == speakers:
        chosen = given[index]
    elif len(given) == 1:
        chosen = given[0]
    return None if chosen == NO_SIDE else chosen


def _word_no_side(identity: str, person: Person, record: Said) -> tuple[str, str]:
    day = record.day or record.released
    if person.roles and not _list_posts(person, record):
        days = ", ".join(f"{show(role.title)} {role.attested}" for role in person.roles)
        what = f"no role of {identity} is attested on {day} (attested: {days}), so that their side is not known"
        return what, "widen `attested` if a source bears it out, or give `side`"
    what = f"the side of {identity} is not known"
    return what, "give a role with its country or organisation under `people`, or give `side`"
