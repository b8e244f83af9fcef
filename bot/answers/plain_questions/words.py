"""The vocabulary of asking: verbs by what they ask for, prepositions by what follows them, and question words.

One table for each language that is read. English verbs are known in every form by their stem; of other languages a
word is known by its beginning, as endings vary.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from bot.store.analysis.tokenizer import stem_words

Role = Literal["say", "act", "reply", "happen", "differ", "report", "stand"]


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of asking. `kind` is the kind of acts that it asks for; `object` what its direct object is.

    object  to: who is addressed; about: who or what is spoken of; words: what is said
    """

    role: Role
    kind: str = ""
    object: Literal["to", "about", "with", "words"] = "words"


_TO, _ABOUT, _WITH = "to", "about", "with"
_ACT_VERBS: Final = (
    # kind, what the direct object is, verbs
    ("warnings", _TO, "warn caution alert"),
    ("threats", _TO, "threaten menace"),
    ("demands", _TO, "demand urge request insist press exhort require"),
    ("criticism", _ABOUT, "criticise criticize accuse blame reproach slam rebuke lambast denounce disapprove"),
    ("condemnations", _ABOUT, "condemn decry deplore"),
    ("regrets", _ABOUT, "regret lament"),
    ("protests", _ABOUT, "protest"),
    ("summonses", _TO, "summon"),
    ("denials", "words", "deny refute dispute contradict"),
    ("refusals", "words", "refuse reject decline dismiss"),
    ("agreements", "words", "agree sign conclude"),
    ("promises", _TO, "promise pledge vow assure"),
    ("support", _ABOUT, "support back endorse"),
    ("meetings", _WITH, "meet phone telephone"),
    ("sanctions", _ABOUT, "sanction"),
    ("announcements", "words", "announce declare proclaim"),
    ("hopes", "words", "hope wish"),
    ("apologies", _TO, "apologise apologize"),
    ("concessions", "words", "concede"),
)  # fmt: skip
_OTHER_VERBS: Final = {
    "say": (
        """say state claim comment remark mention think argue explain stress note add assert insist express voice call
        describe maintain speak talk believe consider make issue give""",
        "words",
    ),
    "tell": ("tell inform remind", _TO),
    "reply": ("reply answer respond react retort", _TO),
    "report": ("report carry publish print", "words"),
    "stand": ("stand", "words"),
    "happen": ("happen occur", "words"),
    "differ": ("differ disagree compare contrast", "words"),
}
# Verbs of saying that name words as words.
_NAMING: Final = tuple(
    f"{verb} the {noun}"
    for verb in ("use", "used", "uses", "spoke of", "utter", "uttered")
    for noun in ("phrase", "word", "words", "term", "expression")
)
# Verbs of several words, longest first; what the table of single verbs says of their first word does not hold then.
_PHRASES: Final = (
    ("demands", "call on", _TO), ("demands", "calls on", _TO), ("demands", "called on", _TO),
    ("demands", "call for", "words"), ("demands", "calls for", "words"), ("demands", "called for", "words"),
    ("demands", "ask for", "words"), ("demands", "asked for", "words"), ("demands", "want from", _TO),
    ("demands", "wanted from", _TO), ("demands", "ask of", _TO), ("demands", "asked of", _TO),
    ("summonses", "call in", _TO), ("summonses", "called in", _TO), ("summonses", "calls in", _TO),
    ("meetings", "talk to", _WITH), ("meetings", "talked to", _WITH), ("meetings", "talks to", _WITH),
    ("meetings", "talk with", _WITH), ("meetings", "talked with", _WITH), ("meetings", "speak with", _WITH),
    ("meetings", "spoke with", _WITH), ("meetings", "spoke to", _WITH), ("meetings", "meet with", _WITH),
    ("meetings", "met with", _WITH), ("meetings", "met", _WITH), ("refusals", "rule out", "words"),
    ("refusals", "ruled out", "words"), ("regrets", "express regret", _ABOUT), ("regrets", "expressed regret", _ABOUT),
    ("regrets", "voice regret", _ABOUT), ("regrets", "voiced regret", _ABOUT),
    ("concerns", "express concern", _ABOUT), ("concerns", "expressed concern", _ABOUT),
    ("concerns", "voice concern", _ABOUT), ("concerns", "voiced concern", _ABOUT),
    ("concerns", "express grave concern", _ABOUT), ("concerns", "expressed grave concern", _ABOUT),
    ("sanctions", "impose sanctions on", _ABOUT), ("sanctions", "imposed sanctions on", _ABOUT),
    ("apologies", "say sorry", _TO), ("apologies", "said sorry", _TO),
)  # fmt: skip
# Nouns that ask for a kind of acts, where no verb does: "Moscow's warnings to Seoul".
_ACT_NOUNS: Final = {
    "warnings": "warning warnings", "threats": "threat threats", "demands": "demand demands request requests",
    "criticism": "criticism criticisms accusation accusations reproach rebuke",
    "condemnations": "condemnation condemnations", "concerns": "concern concerns worries", "regrets": "regret regrets",
    "protests": "protest protests", "summonses": "summons summonses", "denials": "denial denials",
    "refusals": "refusal refusals rejection", "promises": "promise promises pledge pledges",
    "apologies": "apology apologies", "announcements": "announcement announcements",
    "agreements": "agreement agreements", "meetings": "meetings",
}  # fmt: skip
_SAYING_NOUNS = """
    answer answers reply replies position positions stance stances line view views reaction reactions response responses
    attitude comment comments remarks remark statement statements words quote quotes take opinion account accounts
    version versions policy
"""
SAYING_NOUNS: Final = frozenset(_SAYING_NOUNS.split())

_WHO = """
    who whom anyone anybody someone somebody everyone everybody nobody whoever
"""
WHO: Final = frozenset(_WHO.split())
BOTH: Final = (
    "both sides", "the two sides", "two sides", "each side", "either side", "both parties", "both governments",
    "both countries", "each country", "every country",
)  # fmt: skip
_AUXILIARIES = """
    did do does has have had is are was were been will would can could should may might has've didnt doesnt
    hasnt
"""
AUXILIARIES: Final = frozenset(_AUXILIARIES.split())
_PASSIVES = """
    is are was were been be got
"""
PASSIVES: Final = frozenset(_PASSIVES.split())
# What asks, and says nothing of what is asked for.
_FILLERS = """
    a an the what whats what's which when where why how exactly ever really again also just officially publicly
    himself herself itself themselves anything something everything nothing new latest recent recently please tell
    show give find need want know and so then there any some all every so-called yet already now ok hi hello hey
    quote quotes it that far happened news thing things else change changed changes develop developed evolve evolved
    did do does has have had is are was were been will would can could should may might be exact own full many much
    often times number you
"""
FILLERS: Final = frozenset(_FILLERS.split())
ABOUT: Final = (
    "about", "regarding", "concerning", "on", "over", "re", "as regards", "with regard to", "in regard to",
    "on the subject of", "when it comes to", "to do with",
)  # fmt: skip
TO: Final = frozenset({"to", "towards", "toward", "against", "at"})
FROM: Final = frozenset({"from", "by"})
# After these comes what was said: words, and no party that is addressed.
CLAUSES: Final = frozenset({"that", "if", "whether", "because", "it", "they", "not"})

# The other languages, in the order of LANGUAGES: beginnings of words with what they are, a role in capitals or a kind
# of acts.
LANGUAGES: Final = ("ru", "fr", "de", "es", "ko")
_FOREIGN: Final = """
SAY = сказал говори заяви сообщи отметил высказ комментир; dit disait déclar affirm; gesagt sagt sagte erklärt äußert
    geäußert; dijo dice dicho declar; 말했 말하 밝혔 밝히 했나 했어 했는 언급 발언
REPLY = ответи отреагир; répond réagi; geantwortet antwort reagiert; respond reaccion; 답했 대답 반응 답변
HAPPEN = произошл случил; passé; passiert geschehen; pasó ocurrió; 일어났
warnings = предупре предостер; averti avertit prévenu; warnte gewarnt warnt; advirt; 경고
demands = потребовал требу призвал; exigé exige demandé réclam; forderte gefordert fordert verlangt; exigi pidi;
    요구 촉구
criticism = обвини критик; critiqu accus; kritisier beschuldig; critic acus; 비난 비판 규탄
condemnations = осуди; condamn; verurteil; conden;
denials = отрица опроверг; nié démenti nie; bestritt bestreitet dementier bestritten; negó desmint; 부인
refusals = отказа отверг; refus rejet; lehnte abgelehnt weigert; rechaz; 거부
threats = угрожа пригрози; menac; droht gedroht drohte; amenaz; 위협
agreements = договорил соглас подписал; signé convenu; unterzeichn vereinbart geeinigt; acord firm; 합의 서명
meetings = встрети встреча; rencontr; getroffen traf trifft; reuni encontr; 만났 회담
summonses = вызвал вызван; convoqu; einbestellt; convoc; 초치
apologies = извини; excus; entschuldigt; disculp; 사과
promises = обеща пообеща; promis promet; versprach versprochen; promet; 약속
WHO = кто; qui; wer; quién quien; 누가 누구
FILLER = что чего как ли когда почему какие какой; qu'a qu que quoi quand comment pourquoi a-t-il a-t-elle a t il elle
    est-ce est ce qu'est-ce ont on le la les l un une des du; was hat haben wie wann warum der die das den dem ein eine;
    qué que cómo cuándo por ha han el los las un una; 뭐라고 무엇을 무엇이라고 뭐라 뭘 무슨 어떻게 언제 왜 말을
ABOUT = о об обо про насчёт относительно; sur concernant; über zu bezüglich; sobre acerca;
TO = ; à au aux; an gegenüber; a al;
AT = в на; ; in; en;
SINCE = с после; depuis après; seit nach; desde después; 이후 부터
"""
_LEAST_BEGINNING = 3
_PARTICLES: Final = (
    ("에대해", "ABOUT"), ("에대한", "ABOUT"), ("에관해", "ABOUT"), ("에게", "TO"), ("한테", "TO"), ("에서", "AT"),
    ("에", "TO"), ("께서", ""), ("이", ""), ("가", ""), ("은", ""), ("는", ""), ("을", "TO"), ("를", "TO"), ("의", ""),
)  # fmt: skip


@cache
def find_verb(word: str) -> Verb | None:
    """What an English word asks for as a verb, in whatever form; None where it is none."""
    (stem,) = stem_words((word,)).values() if word.isascii() and word else ("",)
    return _verbs_by_stem().get(_IRREGULAR.get(word) or stem)


@cache
def find_verb_phrase(words: tuple[str, ...]) -> tuple[Verb, int] | None:
    """The verb of several words with which a row of words begins, and how many words it has."""
    for phrase, verb in _verb_phrases():
        if words[: len(phrase)] == phrase:
            return verb, len(phrase)
    return None


@cache
def find_act_noun(word: str) -> str:
    """The kind of acts that a noun asks for; empty where it asks for none."""
    return next((kind for kind, nouns in _ACT_NOUNS.items() if word in nouns.split()), "")


@cache
def find_foreign(word: str, language: str) -> str:
    """The role or the kind of acts of a word in one of LANGUAGES; empty where it has none."""
    for what, beginnings in _foreign_words(language):
        for one in beginnings:
            least = 2 if "\uac00" <= one[0] <= "\ud7a3" else _LEAST_BEGINNING
            if word == one or (what not in _WHOLE and len(one) >= least and word.startswith(one)):
                return what
    return ""


def part_particle(word: str) -> tuple[str, str]:
    """Part the particle from a Korean noun: `한국에` as (`한국`, `TO`); the word alone where there is none."""
    if word and all("\uac00" <= char <= "\ud7a3" for char in word):
        for ending, role in _PARTICLES:
            if word.endswith(ending) and len(word) > len(ending):
                return word.removesuffix(ending), role
    return word, ""


_WHOLE = frozenset({"WHO", "FILLER", "ABOUT", "TO", "AT", "SINCE"})
_IRREGULAR = {
    "said": "say", "told": "tell", "spoke": "speak", "spoken": "speak", "thought": "think", "happend": "happen",
    "hapened": "happen", "says": "say", "denied": "deni", "denies": "deni", "saying": "say", "backed": "back",
}  # fmt: skip


@cache
def _verbs_by_stem() -> dict[str, Verb]:
    known: dict[str, Verb] = {}
    for kind, what, verbs in _ACT_VERBS:
        known |= {stem: Verb("act", kind, what) for stem in stem_words(verbs.split()).values()}  # type: ignore[arg-type]
    for role, (verbs, what) in _OTHER_VERBS.items():
        verb = Verb("say" if role == "tell" else role, "", what)  # type: ignore[arg-type]
        known |= dict.fromkeys(stem_words(verbs.split()).values(), verb)
    return known


@cache
def _verb_phrases() -> tuple[tuple[tuple[str, ...], Verb], ...]:
    phrases = [(tuple(text.split()), Verb("act", kind, what)) for kind, text, what in _PHRASES]  # type: ignore[arg-type]
    phrases += [(tuple(text.split()), Verb("say")) for text in _NAMING]
    return tuple(sorted(phrases, key=lambda one: -len(one[0])))


@cache
def _foreign_words(language: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    place = LANGUAGES.index(language)
    rows = []
    for line in _FOREIGN.replace("\n    ", " ").strip().splitlines():
        what, _, words = line.partition(" = ")
        groups = words.split(";")
        rows.append((what, tuple(groups[place].split()) if place < len(groups) else ()))
    return tuple(rows)


def fold_word(word: str) -> str:
    """A word as the tables above have it: in lower case, accents kept."""
    return word.casefold().replace("’", "'")


_REPLYING_NOUNS = "answer answers reply replies reaction reactions response responses"
_STANDING_NOUNS = "position positions stance stances view views attitude policy"
_GENERIC = """
    country countries official officials leader leaders minister ministers government governments person people party
    parties side
"""
# What a politeness says before the question.
_OPENERS = "tell show give find list me us please can could would you i need want to know hi hello hey ok dear"
REPLYING_NOUNS: Final = frozenset(_REPLYING_NOUNS.split())
STANDING_NOUNS: Final = frozenset(_STANDING_NOUNS.split())
GENERIC: Final = frozenset(_GENERIC.split())  # behind "which", these ask who
OPENERS: Final = frozenset(_OPENERS.split())
PRONOUNS: Final = frozenset({"he", "she", "they", "it", "him", "her", "them", "we", "you", "i"})
