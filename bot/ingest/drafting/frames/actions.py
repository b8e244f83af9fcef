"""Acts without speech: "summoned the ambassador", "signed a treaty", "was expelled by"."""

from __future__ import annotations

from bot.ingest.drafting.frames.frame import MODALS, Frame, find_agent, find_subject, is_passive, trim
from bot.ingest.drafting.lexicon.nouns import OFFICES
from bot.ingest.drafting.lexicon.verbs import Verb
from bot.ingest.drafting.syntax.page import Page, Word

# what "held" and "had" hold when they are an act
TALKS = frozenset(
    "talks meeting meetings consultations discussions conversation call summit briefing conference negotiations "
    "exchange discussion".split()
)

_DEED_OBJECTS: dict[str, frozenset[str] | None] = {
    "hold": TALKS,
    "lodge": frozenset(["protest", "complaint", "note", "objection", "appeal"]),
    "deliver": frozenset(["note", "letter", "message", "protest", "demarche", "démarche", "position"]),
    "hand": frozenset(
    "note letter message protest memorandum aide-memoire document text draft list".split()
),
    "issue": frozenset(
    "statement warning communique communiqué declaration appeal call plea denial apology reply letter rebuke protest decree order visa visas "
    "advisory summons note invitation".split()
),
    "release": frozenset(
    "statement prisoners prisoner crew captives detainees summary readout text transcript ship vessel "
    "funds detainee sailors".split()
),
    "publish": frozenset(
    "statement summary readout text transcript draft letter report list document map communique "
    "communiqué account version minutes record cable correspondence it them".split()
),
    "close": frozenset(
    "embassy consulate border airspace port crossing mission frontier strait ports borders crossings "
    "bridge office lane waters waterway route harbour harbor road pipeline checkpoint consulates "
    "embassies".split()
),
    "reopen": frozenset(
    "embassy consulate border airspace port crossing mission frontier ports talks borders crossings".split()
),
    "lift": frozenset(["sanctions", "ban", "embargo", "restrictions", "blockade", "tariffs", "tariff"]),
    "break": frozenset(["relations", "ties", "off", "diplomatic"]), "sever": None,
    "exchange": frozenset(["prisoners", "notes", "ambassadors", "letters", "views", "instruments"]),
    "launch": frozenset(
    "missile missiles attack strike offensive rocket rockets drone drones operation investigation "
    "talks".split()
),
    "fire": frozenset(["missile", "missiles", "rocket", "rockets", "shots", "artillery", "shells"]),
    "send": frozenset(
    "message weapons arms aid troops ship ships delegation envoy letter note team supplies medicine "
    "warships observers".split()
),
    "provide": frozenset(
    "weapons arms aid supplies assistance kits equipment medicine ammunition funding loan".split()
),
    "supply": None, "extend": frozenset(
    "agreement treaty mandate invitation deadline ceasefire truce sanctions accord pact permit "
    "licence visa".split()
),
    "restore": frozenset(["relations", "ties", "flights", "service", "communications"]), "suspend": None, "cancel": None, "postpone": None,
    "adopt": frozenset(
    "resolution declaration statement document plan measures law communique communiqué package text "
    "sanctions protocol roadmap".split()
),
    "approve": frozenset(
    "plan sanctions package law deal agreement treaty mission deployment budget aid accord protocol".split()
),
    "table": frozenset(["resolution", "motion", "amendment", "proposal", "draft", "text"]), "unveil": frozenset(["plan", "proposal", "package", "roadmap"]),
    "submit": frozenset(
    "draft proposal note letter complaint resolution application text".split()
),
    "grant": frozenset(
    "asylum loan access permission licence visa visas permit clearance".split()
), "conclude": frozenset(["agreement", "treaty", "pact", "accord", "deal"]),
    "walk": frozenset(["out"]), "restrict": None, "block": frozenset(
    "resolution statement sale deal shipment convoy ship motion aid entry".split()
),
    "attend": frozenset(["summit", "talks", "meeting", "session", "ceremony", "conference", "signing"]), "declare": frozenset(
    "gratis emergency independence persona upgrade war ceasefire truce".split()
),
    "resume": frozenset(
    "talks negotiations flights consultations patrols inspections exports deliveries dialogue service "
    "work".split()
),
    "pledge": None, "seize": None, "detain": None, "arrest": None,
    "receive": frozenset(), "host": frozenset(["talks", "meeting", "summit", "delegation", "conference", "ministers", "minister"]),
}  # fmt: skip
_WEAK_DEEDS = frozenset(
    "walk travel arrive vote abstain receive visit escort intercept brief deploy attend block attack "
    "shell escort arrest evacuate launch fire unveil".split()
)


def read_deed(page: Page, word: Word, verb: Verb) -> Frame | None:
    """Read an act without speech: who did it, to whom. Plans, wishes and what did not happen are none."""
    if word.tag == "VB" and any(kid.dep == "aux" for kid in word.kids) and word.dep not in ("ROOT",):
        return None
    if any(kid.dep == "aux" and kid.low in MODALS for kid in word.kids) or any(kid.dep == "neg" for kid in word.kids):
        return None
    if word.tag not in ("VBD", "VBZ", "VBP", "VBN", "VB", "VBG") or word.tag == "VB":
        return None
    if word.tag == "VBG" and word.dep not in ("advcl", "conj", "csubj"):
        return None
    passive = is_passive(word)
    if word.tag == "VBN" and not passive and find_agent(word) is None and word.dep in ("acl", "amod"):
        return None
    subject = find_subject(page, word)
    patient = next(
        (kid for kid in word.kids if kid.dep == ("nsubjpass" if passive else "dobj") and kid.quotation is None), None
    )
    if patient is None and word.dep == "acl" and word.tag == "VBN" and find_agent(word) is not None:
        patient = page.head(word)  # "a treaty signed by both"
    with_whom = next(
        (
            inner
            for kid in word.kids
            if kid.dep == "prep" and kid.low in ("with", "to", "from")
            for inner in kid.kids
            if inner.dep == "pobj"
        ),
        None,
    )
    objects = _DEED_OBJECTS.get(verb.lemma)
    if verb.lemma in _DEED_OBJECTS and objects is not None:
        if verb.lemma == "walk":
            if not any(kid.low == "out" for kid in word.kids):
                return None
        elif verb.lemma == "receive":
            if patient is None or not (
                patient.pos == "PROPN"
                or patient.low.rstrip("s") in OFFICES
                or patient.low in ("delegation", "him", "her", "them")
            ):
                return None
        elif (
            word.dep == "relcl"
            and page.head(word).low in objects
            and any(kid.dep == "dobj" and kid.low in ("that", "which") for kid in word.kids)
        ):
            patient = None
        elif (find_agent(word) is not None and patient is None and word.dep == "ROOT") or (
            verb.lemma == "break" and any(kid.low == "off" for kid in word.kids)
        ):
            pass
        elif patient is None or (patient.low not in objects and patient.low.rstrip("s") not in objects):
            return None
    elif (
        patient is None
        and with_whom is None
        and verb.lemma not in ("meet", "travel", "arrive", "vote", "abstain", "speak", "talk", "confer")
        and find_agent(word) is None
    ):
        return None
    if (
        verb.lemma in ("travel", "arrive", "visit", "attend", "vote", "abstain", "brief")
        and verb.lemma in _WEAK_DEEDS
        and word.dep not in ("ROOT", "conj", "ccomp")
    ):
        return None
    if verb.lemma in ("impose", "recall", "sign", "expel", "summon") and patient is None:
        return None
    if subject is not None and (
        subject.low in ("that", "which", "what", "there", "this") or subject.quotation is not None
    ):
        return None
    if verb.lemma in ("speak", "talk", "confer") and not _is_talk(word):
        return None
    if verb.lemma == "open" and (
        patient is None
        or patient.low not in ("talks", "conference", "embassy", "summit", "negotiations", "session", "consulate")
    ):
        return None
    if verb.lemma == "invite" and (patient is None or word.tag not in ("VBD", "VBN")):
        return None
    left = min(
        word.left,
        subject.left
        if subject is not None and subject.i < word.i and subject.sentence == word.sentence and subject.head == word.i
        else word.i,
    )
    content = [one for one in page.words[left : word.right + 1] if one.sentence == word.sentence]
    content = _cut_clauses(word, content)
    return Frame(word, verb, subject, trim(content), "deed", patient=patient or with_whom, passive=passive)


def _is_talk(word: Word) -> bool:
    """True for "spoke by telephone" and "spoke with the minister", not for "spoke of hopes"."""
    for kid in word.kids:
        if (
            kid.dep in ("prep", "agent")
            and kid.low in ("by", "over", "on")
            and any(inner.low in ("telephone", "phone") for inner in kid.kids)
        ):
            return True
        if (
            kid.dep == "prep"
            and kid.low == "with"
            and any(inner.dep == "pobj" and inner.pos in ("PROPN", "NOUN") for inner in kid.kids)
        ):
            return word.tag in ("VBD", "VBN")
    return False


def _cut_clauses(verb: Word, content: list[Word]) -> list[Word]:
    """Leave out what only hangs on the deed: another clause joined to it, or an adverbial clause."""
    cut = content
    for number, word in enumerate(content[:-1]):
        if word.text == "," and content[number + 1].low in ("who", "which") and word.i > verb.i:
            cut = content[:number]
            break
    for kid in verb.kids:
        if kid.dep in ("conj", "advcl", "parataxis", "relcl", "ccomp") and kid.pos in ("VERB", "AUX"):
            if kid.i > verb.i:
                cut = [word for word in cut if word.i < kid.left]
            else:
                cut = [word for word in cut if word.i > kid.right]
    return cut
