"""Frames of saying: "said that …", "according to …", "a warning by … against …", "called for …"."""

from __future__ import annotations

from bot.ingest.drafting.frames.frame import MODALS, Frame, find_agent, find_subject, is_passive, trim
from bot.ingest.drafting.lexicon.verbs import NOUNS, SAYING, STRONG, Takes, Verb
from bot.ingest.drafting.syntax.page import PLACEHOLDER, Page, Word

_CLAUSES = frozenset({"ccomp", "xcomp", "parataxis"})
_OWNED_BY_OF = frozenset("reply answer response warning words remark statement denial".split())
_PHRASES = frozenset("for against about of on over as with to that in at upon".split())
# weak verbs that report an object only where some of it stands between marks: "noted “a change”"
_NEEDS_MARKS = frozenset(
    "post push order present hold point question plan suggest indicate signal read consider resolve label describe "
    "report note".split()
)
_ALONE = frozenset("apologise apologize protest object agree concur accept refuse decline".split())
_OBJECT_VERBS_NEVER = frozenset("read see find release report write cite quote tell say ask add".split())


def read_according(page: Page, to: Word) -> Frame | None:
    named = next((kid for kid in to.kids if kid.dep == "pobj"), None)
    according = page.words[to.i - 1]
    if named is None:
        return None
    low, high = min(according.left, according.i), max(to.right, named.right)
    sentence = page.sentences[to.sentence].words
    before = [word for word in sentence if word.i < low and word.pos != "SPACE"]
    after = [word for word in sentence if word.i > high and word.pos != "SPACE"]
    head = page.head(according)
    content = before if len(before) >= len(after) else after
    if head.i != according.i and head.left <= low and content is before:
        scoped = [word for word in before if word.i >= head.left]
        content = scoped if len(scoped) >= 4 else before
    return Frame(to, SAYING["say"], named, trim(content), "according")


def read_noun(page: Page, noun: Word) -> Frame | None:
    """As in "Moscow's warning that …", "a warning by the ministry against …", "remarks by the adviser that …"."""
    lemma = NOUNS.get(noun.low) or NOUNS.get(noun.low.rstrip("s"))
    if lemma is None or noun.dep in ("compound", "amod") or (noun.dep == "dobj" and page.head(noun).low in SAYING):
        return None
    owner = next((kid for kid in noun.kids if kid.dep == "poss" and kid.quotation is None), None)
    if owner is None:
        by = next(
            (kid for kid in noun.kids if kid.dep in ("prep", "agent") and kid.low in ("by", "from") and kid.i > noun.i),
            None,
        )
        owner = next((kid for kid in by.kids if kid.dep == "pobj"), None) if by is not None else None
    if owner is None and noun.low in _OWNED_BY_OF:
        of = next((kid for kid in noun.kids if kid.dep == "prep" and kid.low == "of"), None)
        owner = (
            next((kid for kid in of.kids if kid.dep == "pobj" and kid.pos in ("PROPN", "NOUN")), None)
            if of is not None
            else None
        )
    if owner is None or (noun.inside is not None and owner.inside is noun.inside):
        return None  # the speaker's own words about somebody else's
    content: list[Word] = []
    quoted = [
        word for word in page.sentences[noun.sentence].words if word.i > noun.i and (word.quotation or word.inside)
    ]
    if (
        quoted
        and not any(word.low in SAYING and word.pos == "VERB" for word in page.words[noun.i : quoted[0].i])
        and quoted[0].i - noun.i < 22
    ):
        first = quoted[0].quotation or quoted[0].inside
        content = [word for word in quoted if (word.quotation or word.inside) is first]
    for kid in noun.kids if not content else ():
        if kid.i <= noun.i or kid.i == owner.i:
            continue
        if (
            kid.dep in ("acl", "ccomp", "relcl")
            and (kid.tag != "VBN" or page.words[kid.left].low == "that")
            and not any(w.low in ("which", "who") for w in page.words[kid.left : kid.i])
        ):
            content = page.words[kid.left : kid.right + 1]
            break
        if kid.dep == "prep" and kid.low in ("against", "of", "to", "for", "about", "over", "on") and not content:
            content = page.words[kid.left : kid.right + 1]
    content = trim([word for word in content if word.i > noun.i and not owner.left <= word.i <= owner.right])
    if len(content) < 3 and not any(word.quotation or word.inside for word in content):
        return None
    return Frame(noun, SAYING[lemma], owner, content, "noun")


def read_saying(page: Page, word: Word, verb: Verb) -> Frame | None:
    bare = not any(kid.dep in ("aux", "nsubj", "auxpass") for kid in word.kids)
    if (
        word.tag in ("VBN", "VBD")
        and word.dep in ("advcl", "acl", "amod", "dep")
        and find_agent(word) is None
        and bare
        and (word.tag == "VBN" or word.low == "asked")
    ):
        return None  # "Asked whether he would resign": done to the subject, not by it
    subject = find_subject(page, word)
    medium = None
    if verb.lemma in ("quote", "cite"):
        named = next((kid for kid in word.kids if kid.dep in ("dobj", "nsubjpass") and kid.quotation is None), None)
        if named is None:
            return None
        medium, subject = subject if not is_passive(word) else find_agent(word), named
    if verb.lemma == "report" and word.tag == "VBN" and is_passive(word) and subject is None:
        return None
    if subject is not None and (subject.quotation or subject.low in ("what", "there", PLACEHOLDER)):
        return None
    if subject is not None and subject.i == word.i:
        return None
    content, how = _find_content(page, word, verb, subject)
    if verb.lemma in ("quote", "cite"):
        how = "quoted-as"
        content = content or _governed(page, word)
    if verb.lemma in ("decline", "refuse") and any(one.low in ("comment", "elaborate") for one in content):
        return None
    if not content and verb.lemma in _ALONE and subject is not None and word.tag in ("VBD", "VBZ", "VBN", "VBP"):
        return Frame(word, verb, subject, trim(page.words[min(word.left, subject.left) : word.right + 1]), "object")
    if not content and (verb.weak or verb.takes is Takes.STANCE or (subject is None and verb.lemma not in STRONG)):
        return None
    if verb.weak and how in ("object", "phrase") and verb.lemma not in ("express", "voice", "convey"):
        if not any(one.quotation or one.inside for one in content) and verb.act is None:
            return None
        if verb.lemma in _NEEDS_MARKS and not any(one.quotation or one.inside for one in content):
            return None
    infinitive = word.tag == "VB" and any(kid.dep == "aux" and kid.low in MODALS | {"to"} for kid in word.kids)
    unreal = infinitive or (
        any(kid.dep == "neg" for kid in word.kids) and not any(kid.low == "out" for kid in word.kids)
    )
    return Frame(word, verb, subject, content, how, medium=medium, unreal=unreal, passive=is_passive(word))


def _governed(page: Page, word: Word) -> list[Word]:
    """As in "…, citing the harbour master, that the ship was free": the clause of the verb above; "as saying that
    …".
    """
    for kid in word.kids:
        if kid.dep == "prep" and kid.low == "as":
            for inner in kid.kids:
                clause = next((one for one in inner.kids if one.dep in ("ccomp", "dobj")), None)
                if inner.dep == "pcomp" and clause is not None:
                    return trim([one for one in page.words[clause.left : clause.right + 1] if one.i > inner.i])
    head = word
    for _ in range(4):
        if head.head == head.i:
            break
        head = page.head(head)
        for kid in head.kids:
            if kid.dep in ("ccomp", "parataxis") and not kid.left <= word.i <= kid.right:
                return trim(page.words[kid.left : kid.right + 1])
    return []


def _find_content(page: Page, cue: Word, verb: Verb, subject: Word | None) -> tuple[list[Word], str]:
    best: list[Word] = []
    rank = (False, 0)
    left, right = (subject.left, subject.right) if subject is not None else (cue.i, cue.i)
    if subject is not None and left <= cue.i <= right:
        left = right = subject.i  # "the president, who underlined that …"
    for kid in cue.kids:
        if subject is not None and kid.i == subject.i:
            continue
        quoted = kid.quotation is not None and kid.dep in (
            "dobj",
            "nsubj",
            "attr",
            "npadvmod",
            "dep",
            "oprd",
            "appos",
            "pobj",
            "ROOT",
            "ccomp",
        )
        if kid.dep not in _CLAUSES and kid.dep != "advcl" and not quoted:
            continue
        if kid.dep == "advcl" and not _is_fronted_clause(kid, cue, verb):
            continue
        if kid.dep == "xcomp" and kid.tag == "VBG" and verb.lemma in STRONG:
            continue
        words = page.words[kid.left : kid.right + 1]
        if kid.i > cue.i:
            words = [word for word in words if word.i > cue.i]
        else:
            limit = min(cue.left if cue.left > kid.i else cue.i, left if left > kid.i else cue.i)
            words = [word for word in words if word.i < limit]
            if any(word.text == ";" for word in page.words[kid.i : limit]):
                continue
        this = (kid.dep in ("ccomp", "xcomp") or quoted, len(words))
        if words and this > rank:
            best, rank = words, this
    if (
        not best
        and verb.lemma in STRONG
        and cue.dep in ("parataxis", "dep", "ccomp", "advcl", "conj")
        and cue.head != cue.i
    ):
        around = _find_around(page, cue, subject)
        if around:
            return trim(around), "around"
    receiver = next(
        (
            kid
            for kid in cue.kids
            if kid.dep in ("dobj", "oprd", "dative")
            and kid.i > cue.i
            and kid.quotation is None
            and kid.low not in ("himself", "herself", "itself", "themselves")
        ),
        None,
    )
    if best:
        best = [word for word in best if not (left <= word.i <= right)] if subject is not None else best
        if receiver is not None and verb.takes is Takes.STANCE and best and best[0].i > cue.i:
            best = page.words[min(receiver.left, best[0].i) : max(best[-1].i, receiver.right) + 1]
        return _cut_at_colon(trim(best)), "clause"
    hung = _find_hung(page, cue) if verb.takes is Takes.WORDS else []
    if hung:
        return trim(hung), "clause"
    if verb.lemma == "ask" and receiver is not None:
        wish = next((kid for kid in cue.kids if kid.dep == "prep" and kid.low == "for" and kid.i > receiver.i), None)
        if wish is not None:
            return trim(page.words[receiver.left : wish.right + 1]), "object"
    if verb.lemma in _OBJECT_VERBS_NEVER:
        if receiver is not None and (
            receiver.inside is not None
            or any(word.inside or word.quotation for word in page.words[receiver.left : receiver.right + 1])
        ):
            return trim(page.words[receiver.left : receiver.right + 1]), "object"
        return [], "bare"
    return _find_object(page, cue, verb, receiver)


def _cut_at_colon(words: list[Word]) -> list[Word]:
    """As in "denied that it had laid nets: “Not one is ours”": what stands before the colon is a report of its own."""
    for number, word in enumerate(words):
        if word.text == ":" and number >= 3 and number + 1 < len(words) and words[number + 1].quotation is not None:
            return trim(words[:number])
    return words


def _find_hung(page: Page, cue: Word) -> list[Word]:
    """As in "said at the same time that it held four": the clause that the parser hangs on a noun behind the verb."""
    for word in page.words[cue.i + 1 : cue.right + 1]:
        if (
            word.dep in ("relcl", "acl", "ccomp")
            and page.words[word.left].low == "that"
            and page.head(word).pos in ("NOUN", "PROPN")
            and word.left > cue.i
        ):
            climbed, steps = page.head(word), 0
            while climbed.head not in {climbed.i, cue.i} and steps < 4:
                climbed, steps = page.head(climbed), steps + 1
            own_subject = any(kid.dep in ("nsubj", "nsubjpass") and kid.low != "that" for kid in word.kids)
            if climbed.head == cue.i and climbed.dep in ("prep", "npadvmod", "dobj", "dative") and own_subject:
                return page.words[word.left : word.right + 1]
    return []


def _is_fronted_clause(kid: Word, cue: Word, verb: Verb) -> bool:
    """True for "It is over, he said", where the parser takes the words said for an adverbial clause."""
    if kid.tag in ("VBN", "VBG", "VB") or verb.lemma not in STRONG or kid.i > cue.i:
        return False
    return not any(
        inner.dep in ("mark", "advmod") and inner.i < kid.i and inner.low not in ("that", "also", "now")
        for inner in kid.kids
    )


def _find_around(page: Page, cue: Word, subject: Word | None) -> list[Word]:
    """As in "The goal, he said, is to …": the sentence around the frame."""
    head = page.head(cue)
    if head.sentence != cue.sentence or head.pos not in ("VERB", "AUX", "NOUN", "ADJ"):
        return []
    if cue.dep in ("advcl", "conj", "ccomp") and not (
        cue.i > 0
        and page.words[cue.left - 1].text == ","
        and subject is not None
        and abs(subject.i - cue.i) <= 6
        and cue.left >= min(subject.left, cue.i)
    ):
        return []
    if cue.dep in ("conj", "advcl", "ccomp"):
        return []
    return [word for word in page.words[head.left : head.right + 1] if not cue.left <= word.i <= cue.right]


def _find_object(page: Page, cue: Word, verb: Verb, receiver: Word | None) -> tuple[list[Word], str]:
    """As in "condemned the treaty", "called for a halt", "warned against rash steps": object or phrase is what was
    said.
    """
    if receiver is not None:
        end = receiver.right
        for kid in cue.kids:
            if (
                kid.dep in ("prep", "dative", "agent")
                and kid.i > end
                and kid.low in _PHRASES
                and kid.left <= end + (9 if kid.low in ("of", "for", "against", "as") else 2)
                and not _is_day_phrase(kid)
            ):
                end = max(end, kid.right)
        for kid in cue.kids:
            if (
                kid.dep in ("oprd", "attr", "dobj", "npadvmod", "acomp", "ccomp")
                and kid.i > end
                and kid.left <= end + 3
                and not kid.tag.startswith("NNP")
            ):
                end = max(end, kid.right)
        return trim(page.words[receiver.left : end + 1]), "object"
    for kid in cue.kids:
        if (
            kid.dep in ("prep", "prt", "agent")
            and kid.i > cue.i
            and kid.low in _PHRASES
            and verb.lemma not in ("speak", "talk", "point", "read", "write", "report")
        ):
            if _is_day_phrase(kid):
                continue
            inner = next((one for one in kid.kids if one.dep in ("pobj", "pcomp")), None)
            if inner is not None:
                return trim(page.words[kid.i : kid.right + 1]), "phrase"
    return [], "bare"


def _is_day_phrase(preposition: Word) -> bool:
    return any(kid.dep == "pobj" and kid.tag.startswith("NNP") and kid.low.endswith("day") for kid in preposition.kids)
