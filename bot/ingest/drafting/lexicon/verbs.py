"""The verbs of saying and doing, with the act and tone that each carries by itself, and their inflected forms.

Acts are PLOVER 2021's types, tones those of data/tones.yaml. A verb that tells neither carries none: nothing is made
up from "said".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Takes(Enum):
    """What follows a verb when it reports or does something."""

    WORDS = "words"  # a clause or a quotation: "said that", "asked"
    STANCE = "stance"  # an object or a phrase as well: "condemned the treaty", "called for a halt"
    DEED = "deed"  # an act without speech: "met", "signed"


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb: what it takes, its own act and tone. `weak` ones report only where a quotation or a clause follows."""

    lemma: str
    takes: Takes
    act: str | None = None
    tone: str | None = None
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """An act, its finer tone, and the words that tell it."""

    act: str
    tone: str | None
    words: str


_WORDS = """
say tell add write state:STATE:declare note:STATE:stress remark observe comment mention continue conclude recount respond reply answer
explain:STATE:explain clarify:STATE:explain declare:STATE:declare announce:STATE:declare proclaim:STATE:declare insist:STATE:stress argue:STATE:assess
maintain:STATE:stress assert:STATE:stress contend:STATE:assess claim:STATE:assess allege:ACCUSE:accuse
emphasise:STATE:stress emphasize:STATE:stress stress:STATE:stress underline:STATE:stress underscore:STATE:stress
reiterate:STATE:stress reaffirm:STATE:stress affirm:STATE:stress repeat:STATE:stress recall:STATE:stress confirm:STATE:declare acknowledge:CONCEDE: concede:CONCEDE: admit:CONCEDE:
warn:THREATEN:warn caution:THREATEN:warn threaten:THREATEN:threaten vow:THREATEN:vow swear:THREATEN:vow
promise:SUPPORT:pledge pledge:SUPPORT:pledge undertake:SUPPORT:pledge assure:STATE:assure reassure:STATE:assure guarantee:SUPPORT:pledge
predict:STATE:assess believe:STATE:assess suggest:STATE:assess hint:STATE:leave-open indicate:STATE: signal:STATE: imply:STATE:assess
estimate:STATE:assess assess:STATE:assess judge:STATE:assess complain:ACCUSE:criticise protest:PROTEST:protest lament:ACCUSE:express-regret object:REJECT:dismiss
hope:REQUEST:hope wish:REQUEST:hope ask:REQUEST:ask demand:REQUEST:demand propose:REQUEST:appeal recommend:REQUEST:appeal
inform:STATE:declare notify:STATE:declare object:REJECT:dismiss remind:STATE:stress boast joke quip tweet post read recite testify retort counter:REJECT:dismiss interject exclaim muse specify reveal disclose report quote cite
""".split()

_STANCE = """
urge:REQUEST:urge call:REQUEST:appeal press:REQUEST:urge appeal:REQUEST:appeal request:REQUEST:appeal beg:REQUEST:appeal implore:REQUEST:appeal exhort:REQUEST:urge encourage:REQUEST:urge
push:REQUEST:urge order:REQUEST:demand invite:REQUEST:appeal advise:REQUEST:urge
condemn:ACCUSE:condemn denounce:ACCUSE:condemn decry:ACCUSE:condemn deplore:ACCUSE:deplore criticise:ACCUSE:criticise criticize:ACCUSE:criticise slam:ACCUSE:criticise
blast:ACCUSE:criticise rebuke:ACCUSE:criticise berate:ACCUSE:criticise chide:ACCUSE:criticise deride:ACCUSE:criticise lambast:ACCUSE:criticise lambaste:ACCUSE:criticise
censure:ACCUSE:condemn accuse:ACCUSE:accuse blame:ACCUSE:blame charge:ACCUSE:accuse fault:ACCUSE:blame
contradict:REJECT:dismiss reject:REJECT:dismiss dismiss:REJECT:dismiss deny:REJECT:dismiss rebuff:REJECT:dismiss refute:REJECT:dismiss dispute:REJECT:dismiss oppose:REJECT:dismiss decline:REJECT:dismiss refuse:REJECT:dismiss
express voice convey articulate:STATE:set-out outline:STATE:set-out present:STATE:set-out reserve:STATE:set-out
welcome:SUPPORT:back praise:SUPPORT:back hail:SUPPORT:back applaud:SUPPORT:back commend:SUPPORT:back support:SUPPORT:back back:SUPPORT:back endorse:SUPPORT:back defend:SUPPORT:back thank:SUPPORT:back congratulate:SUPPORT:back salute:SUPPORT:back
regret:ACCUSE:express-regret apologise:CONCEDE:express-regret apologize:CONCEDE:express-regret
agree:AGREE:agree accept:AGREE:agree concur:AGREE:agree commit:SUPPORT:pledge offer:COOPERATE:pledge resolve:AGREE:agree
describe characterise characterize label brand dub liken portray term question:ACCUSE:criticise discuss:CONSULT:meet consider plan intend expect:REQUEST:hope
seek:REQUEST:appeal speak talk raise reconsider:STATE:announce-review review:STATE:announce-review rule:STATE:leave-open
summarise summarize highlight:STATE:stress point reassert:STATE:stress stipulate affirm
""".split()

_DEEDS = """
speak:CONSULT:phone talk:CONSULT:phone confer:CONSULT:meet open:CONSULT: invite:COOPERATE: summon:PROTEST:summon sign:AGREE:sign meet:CONSULT:meet hold:CONSULT: expel:COERCE: recall:PROTEST:protest impose:SANCTION:impose-sanctions sanction:SANCTION:impose-sanctions
lodge:PROTEST:protest visit:CONSULT:meet receive:CONSULT:meet host:CONSULT:meet telephone:CONSULT:phone phone:CONSULT:phone withdraw:RETREAT: suspend:COERCE: sever:COERCE: cancel:COERCE:
deliver:STATE:set-out hand:STATE: supply:AID:supply provide:AID:supply send:AID:supply donate:AID:supply ratify:AGREE:sign initial:AGREE:sign conclude:AGREE:sign
adopt:AGREE: approve:AGREE: lift:RETREAT: release:STATE:publish publish:STATE:publish issue:STATE:publish deploy:MOBILIZE: mobilise:MOBILIZE: mobilize:MOBILIZE: close:COERCE: reopen:RETREAT:
bar:COERCE: ban:SANCTION: freeze:SANCTION:impose-sanctions veto:REJECT:dismiss boycott:PROTEST:protest walk:PROTEST:protest attack:ASSAULT: shell:ASSAULT: fire:ASSAULT: seize:COERCE: detain:COERCE: arrest:COERCE:
accredit:COOPERATE: exchange:COOPERATE: launch:STATE: inaugurate:COOPERATE: declare:STATE:declare arrive:CONSULT: travel:CONSULT: attend:CONSULT:meet convene:CONSULT:meet brief:CONSULT: table:REQUEST: vote:STATE: abstain:STATE: extend:COOPERATE: postpone:COERCE: break:COERCE: restore:COOPERATE: block:COERCE: unveil:STATE: submit:REQUEST: escort:COERCE: intercept:COERCE: evacuate:RETREAT: reinstate:COOPERATE: grant:AID: pledge:SUPPORT:pledge resume:COOPERATE:
""".split()

_WEAK = frozenset(
    "read cite quote report suggest indicate signal reveal disclose post push order present outline question plan intend "
    "seek speak talk raise consider charge fault term rule point hold offer resolve press back label judge wish "
    "believe discuss review reserve accept describe expect".split()
)

_IRREGULAR = {
    "say": "says said saying", "tell": "tells told telling", "write": "writes wrote written writing", "swear": "swears swore sworn swearing",
    "undertake": "undertakes undertook undertaken undertaking", "read": "reads read reading", "speak": "speaks spoke spoken speaking",
    "seek": "seeks sought seeking", "beg": "begs begged begging", "quip": "quips quipped quipping", "quote": "quotes quoted quoting",
    "meet": "meets met meeting", "hold": "holds held holding", "send": "sends sent sending", "withdraw": "withdraws withdrew withdrawn withdrawing",
    "freeze": "freezes froze frozen freezing", "slam": "slams slammed slamming", "admit": "admits admitted admitting", "commit": "commits committed committing",
    "expel": "expels expelled expelling", "plan": "plans planned planning", "rebut": "rebuts rebutted rebutting", "bar": "bars barred barring", "ban": "bans banned banning",
    "label": "labels labelled labeled labelling labeling", "signal": "signals signalled signaled signalling signaling", "cancel": "cancels cancelled canceled cancelling canceling",
    "dub": "dubs dubbed dubbing", "fire": "fires fired firing", "submit": "submits submitted submitting", "break": "breaks broke broken breaking", "concur": "concurs concurred concurring",
    "initial": "initials initialled initialed initialling", "travel": "travels travelled traveled travelling traveling", "sever": "severs severed severing", "table": "tables tabled tabling",
}  # fmt: skip

_VOWELS = "aeiou"


def _inflect(lemma: str) -> list[str]:
    if lemma in _IRREGULAR:
        return [lemma, *_IRREGULAR[lemma].split()]
    if lemma.endswith("e"):
        return [lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing"]
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return [lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"]
    plural = "es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return [lemma, lemma + plural, lemma + "ed", lemma + "ing"]


def _make() -> tuple[dict[str, Verb], dict[str, Verb]]:
    said: dict[str, Verb] = {}
    done: dict[str, Verb] = {}
    for entries, takes, target in (
        (_WORDS, Takes.WORDS, said),
        (_STANCE, Takes.STANCE, said),
        (_DEEDS, Takes.DEED, done),
    ):
        for entry in entries:
            lemma, act, tone = (*entry.split(":"), "", "")[:3]
            verb = Verb(lemma, takes, act or None, tone or None, lemma in _WEAK)
            for form in _inflect(lemma):
                target.setdefault(form, verb)
    return said, done


# form in lower case → verb; "recalled" and "concluded" are in both tables, and what follows decides
SAYING, DOING = _make()

STRONG = frozenset(
    "say tell add write explain declare insist warn state note argue stress emphasise emphasize underline underscore reply respond "
    "continue conclude remark observe comment reiterate assert announce caution claim maintain contend vow ask answer affirm reaffirm".split()
)

# nouns of saying → the verb whose act and tone they carry; "Moscow's warning", "a statement by the ministry"
NOUNS = {
    "warning": "warn", "threat": "threaten", "demand": "demand", "appeal": "appeal", "call": "call", "plea": "appeal", "request": "request", "criticism": "criticise",
    "condemnation": "condemn", "denial": "deny", "rejection": "reject", "refusal": "refuse", "accusation": "accuse", "allegation": "allege", "charge": "accuse", "protest": "protest",
    "promise": "promise", "pledge": "pledge", "vow": "vow", "assurance": "assure", "announcement": "announce", "declaration": "declare",
    "assertion": "assert", "claim": "claim", "insistence": "insist", "proposal": "propose", "offer": "offer", "suggestion": "suggest", "remark": "say", "comment": "say",
    "statement": "say", "reply": "reply", "response": "respond", "answer": "answer", "objection": "object", "concern": "say", "regret": "regret", "apology": "apologise",
    "admission": "admit", "argument": "argue", "rebuke": "rebuke", "complaint": "complain", "hope": "hope", "invitation": "invite", "ultimatum": "demand", "contention": "contend",
}  # fmt: skip
