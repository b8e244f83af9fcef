"""What a statement does, as an option: by a plain noun or verb, a tone's label, or a PLOVER type."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from rapidfuzz import process

from bot.answers.model import Choice
from bot.answers.options.errors import NotUnderstood, refuse_too_long, show
from bot.answers.options.suggestion import MOST_SUGGESTIONS, Suggestion
from bot.corpus.act_kinds import KINDS, ActKind
from bot.store.analysis.folding import fold
from bot.store.analysis.tokenizer import stem_words

_OFFERED = 5
_NEAR = 70  # of 100: what is spelt less alike is another word
# Other words for a kind: what people type for it.
_ALSO = {
    "warnings": "caution cautioned alert", "threats": "menace menaced", "demands": "request requests call calls urge",
    "criticism": "accusation accusations accuse blame reproach slam rebuke lambast denounce disapprove",
    "condemnations": "condemn decry", "concerns": "worry worried alarm", "regrets": "lament deplore",
    "denials": "deny dispute refute contradict", "refusals": "reject rejection rejections decline rule-out",
    "agreements": "deal deals treaty treaties sign signed signing accord", "promises": "pledge pledges vow vows assure",
    "support": "back backing endorse", "meetings": "meet met talks talk call phone consultation consultations",
    "summonses": "summon", "sanctions": "sanction", "aid": "help supply supplies", "announcements": "announce declare",
    "explanations": "explain", "hopes": "hope appeal", "apologies": "apologise apologize sorry",
    "concessions": "concede retreat withdraw", "shows of force": "force attack mobilise mobilize",
}  # fmt: skip


def resolve_act(option: str, text: str) -> tuple[str, str]:
    """The kind of acts that is meant, and how to name it. Raises NotUnderstood with all kinds."""
    refuse_too_long(option, text)
    kind = find_kind(text)
    if kind is None and text.strip().upper() in {act for one in KINDS.values() for act in one.acts}:
        kind = next(one for one in KINDS.values() if text.strip().upper() in one.acts)
    if kind is None:
        near = [name for name, _, _ in process.extract(fold(text), list(KINDS), limit=_OFFERED, score_cutoff=_NEAR)]
        choices = tuple(Choice(name, option, name) for name in near or KINDS)
        raise NotUnderstood(option, text, f"{show(text)} is no kind of act that I know", choices)
    return kind.noun, kind.noun


def find_kind(text: str) -> ActKind | None:
    """The kind that a noun or a verb in any form names; None where none does."""
    plain = fold(text)
    return KINDS.get(plain) or _read_words().get(_stem(plain))


def suggest_act(typed: str) -> list[Suggestion]:
    """Offer kinds by their nouns."""
    return [Suggestion(noun, noun) for noun in KINDS if noun.startswith(fold(typed))][:MOST_SUGGESTIONS]


@cache
def _read_words() -> dict[str, ActKind]:
    known: dict[str, ActKind] = {}
    for kind in KINDS.values():
        for word in _list_words(kind):
            known.setdefault(_stem(fold(word)), kind)
    return known


def _list_words(kind: ActKind) -> Iterator[str]:
    yield from (kind.noun, kind.singular, kind.verb)
    yield from _ALSO.get(kind.noun, "").split()


def _stem(words: str) -> str:
    return " ".join(stem_words((word,)).get(word, word) for word in words.split())
