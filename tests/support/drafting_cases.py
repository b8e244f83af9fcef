"""Invented countries and officials, and a short way to show drafts."""

from __future__ import annotations

from collections.abc import Callable

from bot.ingest.drafting.model import Drafted, Known, KnownCountry, KnownParty, KnownRole

Drafting = Callable[..., Drafted]

KNOWN = Known(
    parties=(
        KnownParty(
            "marrow", "person", "Ilse Marrow", ("Ilse Marrow",), (KnownRole("Foreign Minister", "orlavia-mfa", "XA"),)
        ),
        KnownParty(
            "brandt", "person", "Tomas Brandt", ("Tomas Brandt",), (KnownRole("Ambassador to Veldania", None, "XA"),)
        ),
        KnownParty("lind", "person", "Otto Lind", ("Otto Lind",), (KnownRole("Prime Minister", None, "XB"),)),
        KnownParty("orlavia-mfa", "ministry", "Foreign Ministry of Orlavia", ("Orlavian Foreign Ministry",), (), "XA"),
        KnownParty("vna", "news-agency", "VNA", ("VNA",), (), "XB"),
        KnownParty("courier", "newspaper", "Karsk Courier", ("Karsk Courier",), (), "XA"),
        KnownParty("commission", "international", "Strait Commission", ("Strait Commission",)),
    ),
    countries=(
        KnownCountry("XA", ("Orlavia",), ("Orlavian",), ("Karsk",)),
        KnownCountry("XB", ("Veldania",), ("Veldanian",), ("Velda",)),
    ),
)


def said(drafted: Drafted, text: str) -> list[tuple[str, str, str]]:
    """Show drafts as (kind, speakers, words): the quotations where there are some, else the clause."""
    return [
        (
            str(one.kind),
            " + ".join(party.name for party in one.speakers),
            " … ".join(" ".join(span.of(text).split()) for span in (one.quotations or (one.clause,))),
        )
        for one in drafted.drafts
    ]
