"""What a statement does, in the plain nouns of a summary and of a question: warnings, demands, agreements.

PLOVER's acts are few and wide, tones are fine; a kind gathers those of both that a reader means by one word. A
statement is of every kind that holds its act or its tone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ActKind:
    """A kind of act: its noun in the plural (which is its id), in the singular, and the verb in the past tense.

    acts   PLOVER's types that it covers
    tones  tones that it covers, whatever their act
    """

    noun: str
    singular: str
    verb: str
    acts: frozenset[str]
    tones: frozenset[str]


def _make(noun: str, singular: str, verb: str, acts: str = "", tones: str = "") -> ActKind:
    return ActKind(noun, singular, verb, frozenset(acts.split()), frozenset(tones.split()))


_ALL: Final = (
    _make("warnings", "warning", "warned", "THREATEN", "warn threaten"),
    _make("threats", "threat", "threatened", "THREATEN", "threaten vow"),
    _make("demands", "demand", "demanded", "REQUEST", "demand urge ask appeal call-for-review"),
    _make("criticism", "criticism", "criticised", "ACCUSE", "accuse blame condemn criticise deplore protest dismiss"),
    _make("condemnations", "condemnation", "condemned", "", "condemn deplore"),
    _make("concerns", "concern", "expressed concern", "", "express-concern"),
    _make("regrets", "regret", "voiced regret", "", "express-regret deplore"),
    _make("protests", "protest", "protested", "PROTEST", "protest summon"),
    _make("summonses", "summons", "summoned", "", "summon"),
    _make("denials", "denial", "denied", "", "deny reject dismiss assure refute"),
    _make("refusals", "refusal", "refused", "REJECT", "reject refuse withhold dismiss"),
    _make("agreements", "agreement", "agreed", "AGREE", "agree sign"),
    _make("promises", "promise", "promised", "", "pledge promise vow assure"),
    _make("support", "support", "supported", "SUPPORT", "back support endorse"),
    _make("meetings", "meeting", "met", "CONSULT", "meet phone"),
    _make("sanctions", "sanction", "imposed sanctions", "SANCTION", "impose-sanctions"),
    _make("aid", "aid", "sent aid", "AID", "supply"),
    _make("cooperation", "cooperation", "worked together", "COOPERATE", "cooperate"),
    _make("announcements", "announcement", "announced", "", "announce announce-review declare publish"),
    _make("explanations", "explanation", "explained", "", "explain assure set-out"),
    _make("hopes", "hope", "expressed hope", "", "hope appeal"),
    _make("apologies", "apology", "apologised", "", "apologise apologize"),
    _make("concessions", "concession", "gave way", "CONCEDE RETREAT", "concede withdraw"),
    _make("shows of force", "show of force", "used force", "MOBILIZE COERCE ASSAULT", ""),
)
KINDS: Final[Mapping[str, ActKind]] = {kind.noun: kind for kind in _ALL}

# In a tally each act has one noun.
_NOUNS: Final = {
    "AGREE": ("agreement", "agreements"), "CONSULT": ("meeting or call", "meetings and calls"),
    "SUPPORT": ("word of support", "words of support"), "COOPERATE": ("cooperation", "cooperation"),
    "AID": ("act of aid", "acts of aid"), "CONCEDE": ("concession", "concessions"),
    "RETREAT": ("withdrawal", "withdrawals"), "REQUEST": ("demand", "demands"),
    "ACCUSE": ("criticism", "criticisms"), "REJECT": ("refusal", "refusals"), "THREATEN": ("warning", "warnings"),
    "SANCTION": ("sanction", "sanctions"), "PROTEST": ("protest", "protests"),
    "MOBILIZE": ("mobilisation", "mobilisations"), "COERCE": ("act of coercion", "acts of coercion"),
    "ASSAULT": ("attack", "attacks"), "STATE": ("statement of position", "statements of position"),
}  # fmt: skip


def name_act(act: str, number: int = 2) -> str:
    """An act as a noun of a tally: "warnings"; in the singular for one."""
    singular, plural = _NOUNS.get(act, (act.lower(), act.lower()))
    return singular if number == 1 else plural


def list_words() -> Iterator[tuple[str, str]]:
    """Every act and tone with each kind that covers it."""
    for kind in KINDS.values():
        yield from ((word, kind.noun) for word in sorted(kind.acts | kind.tones))
