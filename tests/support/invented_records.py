"""Small records of invented officials of invented countries, for tests that need no store."""

from typing import Any

from bot.store.records import Party, Quoted, ReportRecord, SourceLine, Speaker, StatementRecord

SOURCE = SourceLine("herald-1", "A day in Arkonia", "The Arkonia Herald", None, "2024-06-27", None)


def make_report(passage: Any = "Mila Orban spoke at noon.", quotations: Any = (), n: Any = 1, **changes: Any) -> Any:
    quoted = tuple(Quoted(text, passage.index(text), passage.index(text) + len(text)) for text in quotations)
    fields: dict[str, Any] = {
        "n": n,
        "source": SOURCE,
        "kind": "direct" if quoted else "indirect",
        "passage": passage,
        "starts": 0,
        "ends": len(passage),
        "quotations": quoted,
        "speaker_written": None,
        "role_written": None,
        "to_written": None,
        "day_written": None,
        "released_written": None,
        "venue_written": None,
        "day": None,
        "day_how": None,
        "via": (),
        "attribution": "stated",
        "inferred_how": None,
        "recounted_by": None,
        "conflicts": (),
    }
    return ReportRecord(**fields | changes)


def make_statement(*reports: Any, **changes: Any) -> Any:
    fields: dict[str, Any] = {
        "n": 1,
        "id": "mila-orban-noon",
        "speakers": (Speaker(Party("person", "mila-orban", "Mila Orban"), "spokesperson", None, None),),
        "to": (),
        "about": (),
        "act": "STATE",
        "tone": "stress",
        "tone_label": "stressed",
        "topics": (),
        "event": None,
        "venue": None,
        "day": None,
        "first_day": None,
        "last_day": None,
        "released": None,
        "paraphrase": "Arkonia will keep the bridge open.",
        "sources": 1,
        "reports": reports or (make_report(),),
    }
    return StatementRecord(**fields | changes)
