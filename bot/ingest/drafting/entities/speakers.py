"""From the words that name a speaker to who that is: names, pronouns, offices, institutions, groups, the unnamed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.ingest.drafting.entities.cast import Cast, Entity, core_of
from bot.ingest.drafting.entities.names import find_body
from bot.ingest.drafting.entities.offices import find_holder
from bot.ingest.drafting.entities.places import plain
from bot.ingest.drafting.entities.pronouns import Pronouns
from bot.ingest.drafting.frames.frame import Frame
from bot.ingest.drafting.lexicon.nouns import (
    BODY_NOUNS,
    DOCUMENT_NOUNS,
    GROUP_NOUNS,
    HE,
    MEDIA_NOUNS,
    OFFICE_MODIFIERS,
    OFFICES,
    PEOPLE_NOUNS,
    SHE,
    mend,
)
from bot.ingest.drafting.model import PartyKind, Span
from bot.ingest.drafting.syntax.page import Page, Word

_SIDES = frozenset(
    "side sides parties countries nations governments capitals delegations neighbours neighbors states allies".split()
)
_PEOPLE_GROUPS = frozenset(
    "ministers leaders presidents envoys diplomats ambassadors officials men women negotiators "
    "generals premiers heads".split()
)
_BOTH = frozenset(["both", "two"])
_COUNTS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5}
_NEVER_HOLDERS = frozenset(
    "official diplomat analyst expert officer professor researcher economist historian head chief "
    "judge scholar fellow lawmaker deputy representative delegate".split()
)
_NOT_PEOPLE = frozenset(
    "paper letter number order matter water weather power border corner river answer offer order "
    "former latter other quarter corridor tanker trawler cutter cruiser freighter harbor harbour "
    "document agreement statement government parliament treatment movement moment event percent "
    "argument comment investment settlement department cement accident incident content extent "
    "committee sector factor error floor door doctor-bill centre center newspaper chapter winter "
    "summer september october november december disaster barrier carrier vessel charter register "
    "computer reactor minister-office engine apartment instrument element monument embankment "
    "deployment development announcement ceasefire fee employee-count coffee guarantee degree plant".split()
)
_MAX_PHRASE = 9
_SEATED = frozenset(
    "ministry government presidency office parliament chancellery council cabinet assembly ministries".split()
)
_HOUSES = frozenset("embassy consulate ministry palace presidency chancellery mission".split())
_MEETINGS = frozenset("meet receive hold host visit speak talk confer telephone phone".split())


@dataclass(frozen=True, slots=True)
class Who:
    """Who speaks, where that is written, the rule in words, and whether a reader could take it for somebody else.

    how  `name`, `pronoun`, `office`, `body`, `country`, `group`, `unnamed`, `document`
    """

    parties: tuple[Entity, ...]
    written: Span
    how: str
    rule: str
    clear: bool
    others: tuple[Entity, ...] = ()

    @property
    def first(self) -> Entity:
        return self.parties[0]

    @property
    def is_medium(self) -> bool:
        return all(party.kind is PartyKind.MEDIA for party in self.parties)


class Subjects:
    """Resolves the head of a phrase. `note` tells it who spoke last, which pronouns and documents lean on."""

    def __init__(self, page: Page, cast: Cast, home: str | None = None) -> None:
        self.home = home  # the country of the house whose paper this is
        self.page = page
        self.cast = cast
        self.pronouns = Pronouns(cast)
        self.last: Who | None = None
        self._seen: dict[int, Who | None] = {}
        self._unnamed: list[tuple[int, frozenset[str], Entity]] = []
        self._issuer: Entity | None = None
        self._history: list[tuple[int, Entity]] = []  # subjects in the order of the text, pronouns and offices resolved
        self._group: tuple[Entity, ...] = ()
        self._meeting: tuple[int, tuple[Entity, ...]] | None = None

    def note(self, who: Who) -> None:
        self.last = who
        self.pronouns.note_speaker(who.first)
        if who.first.kind in (PartyKind.BODY, PartyKind.COUNTRY):
            self._issuer = who.first

    def find_meeting(self, frames: Sequence[Frame]) -> None:
        """Remember the two people of the first meeting that is told of: "the two sides" are theirs."""
        for frame in frames:
            if frame.deed and frame.verb.lemma in _MEETINGS and frame.subject is not None:
                heads = [frame.patient] if frame.patient is not None else []
                heads += [
                    inner
                    for kid in frame.cue.kids
                    if kid.dep == "prep" and kid.low in ("with", "to")
                    for inner in kid.kids
                    if inner.dep == "pobj"
                ]
                if frame.patient is not None:
                    heads += [
                        inner
                        for kid in frame.patient.kids
                        if kid.dep == "prep" and kid.low == "with"
                        for inner in kid.kids
                        if inner.dep == "pobj"
                    ]
                first = self.resolve(frame.subject)
                others = [who for head in heads if (who := self.resolve(head)) is not None]
                people = [
                    party for who in ([first] if first else []) + others for party in who.parties if party.is_person
                ]
                if len(dict.fromkeys(people)) == 2:
                    self._meeting = (frame.cue.i, tuple(dict.fromkeys(people)))
                    return

    def survey(self) -> None:
        """Resolve all subjects in the order of the text, so that a later "Ruan" or "it" can lean on "the premier"
        before.
        """
        for word in self.page.words:
            if (
                word.dep in ("nsubj", "nsubjpass")
                and word.inside is None
                and word.quotation is None
                and (word.pos in ("NOUN", "PROPN") or word.low in HE | SHE)
            ):
                who = self.resolve(word)
                if who is not None and len(who.parties) == 1:
                    self._history.append((word.i, who.first))
                    if who.how == "office":
                        self.pronouns.note_subject(word, who.first)
            elif (
                word.low in _HOUSES
                and word.pos == "NOUN"
                and word.inside is None
                and word.i not in self.cast.at
                and self._is_definite(word)
            ):
                self.resolve(word)  # so that "it" can lean on "the Veldanian embassy", be it no subject

    def resolve(self, word: Word) -> Who | None:
        """Return who a phrase stands for, by its head word, or None where it is nobody who could speak."""
        if word.i not in self._seen:
            who = self._seen[word.i] = self._join(word, self._resolve_one(word))
            if who is not None and who.how == "document":
                self._issuer = who.first
        return self._seen[word.i]

    def _join(self, word: Word, who: Who | None) -> Who | None:
        """Add those joined by "and": "Cho and Blinken agreed"."""
        if who is None or who.how == "group":
            return who
        joined = [kid for kid in word.kids if kid.dep == "conj" and kid.i > word.i and kid.pos in ("PROPN", "NOUN")]
        if not joined or not any(kid.dep == "cc" and kid.low in ("and", "&") for kid in word.kids):
            return who
        parties, end = list(who.parties), who.written.end
        for kid in joined:
            for other in (kid, *(inner for inner in kid.kids if inner.dep == "appos")):
                more = self._resolve_one(other)
                if more is not None and more.how != "unnamed" and not set(more.parties) & set(parties):
                    parties += more.parties
                    end = max(end, more.written.end)
                    break
        if len(parties) == len(who.parties):
            return who
        names = " and ".join(party.name for party in parties)
        return Who(tuple(parties), who.written, "name", f"{names} are named together", who.clear, who.others)

    def _resolve_one(self, word: Word) -> Who | None:
        mention = self.cast.at.get(word.i)
        if word.low in HE | SHE or (word.low == "it" and mention is None):
            return self._by_pronoun(word)
        if word.low in ("they", "both") or (word.low in GROUP_NOUNS and mention is None):
            return self._by_group(word)
        if mention is not None and not (mention.entity.kind is PartyKind.COUNTRY and word.low in OFFICES | BODY_NOUNS):
            entity = mention.entity
            written = Span(self.page.words[mention.first].start, self.page.words[mention.last].end)
            how = {PartyKind.PERSON: "name", PartyKind.COUNTRY: "country"}.get(entity.kind, "body")
            shown = written.of(self.page.text)
            rule = f"named as “{shown}”" if plain(shown) == plain(entity.name) else f"“{shown}” is {entity.name}"
            if mention.others:
                spoken = self._choose_again(mention.first, (entity, *mention.others))
                if spoken is not None:
                    where = "the subject of the sentences before"
                    return Who(
                        (spoken,),
                        written,
                        how,
                        f"“{shown}” taken for {spoken.name}, {where}; others bear the name",
                        False,
                    )
                names = " or ".join(one.name for one in (entity, *mention.others))
                nobody = self._make(PartyKind.UNNAMED, shown, None)
                return Who(
                    (nobody,),
                    written,
                    "ambiguous",
                    f"“{shown}” could be {names}: nobody is taken for it",
                    False,
                    (entity, *mention.others),
                )
            if mention.doubtful:
                rule += ", but for a slip"
            return Who((entity,), written, how, rule, not entity.weak and not mention.doubtful)
        apposed = self._by_apposition(word)
        if apposed is not None:
            return apposed
        if word.pos not in ("NOUN", "PROPN", "ADJ", "NUM", "DET", "PRON"):
            return None
        return self._by_noun(word)

    def _choose_again(self, at: int, candidates: tuple[Entity, ...]) -> Entity | None:
        """Of two people of one name, the one who was the subject right before, in this paragraph or the sentence
        before.
        """
        for i, entity in reversed(self._history):
            if i >= at:
                continue
            here, there = self.page.words[at], self.page.words[i]
            if here.paragraph != there.paragraph and here.sentence - there.sentence > 1:
                return None
            if entity in candidates:
                return entity
        return None

    def _by_apposition(self, word: Word) -> Who | None:
        """As in "The foreign minister, Anna Reth, said"; "spokesman Jan Voss said" where the parser took the noun
        for the head.
        """
        for kid in word.kids:
            mention = self.cast.at.get(kid.i)
            if mention is None or not mention.entity.is_person:
                continue
            if kid.dep in ("appos", "flat", "npadvmod", "oprd") or (kid.dep == "compound" and word.low in OFFICES):
                written = self.page.extent(self.page.words[mention.first : mention.last + 1])
                return Who(
                    (mention.entity,), written, "name", f"“{word.text}” is {mention.entity.name}, named beside it", True
                )
        return self._by_tied_office(word)

    def _by_tied_office(self, word: Word) -> Who | None:
        """The office phrase that holds this word stands beside a name: "The foreign minister of Maravel, Dame
        Odile".
        """
        for mention in self.cast.mentions:
            if not mention.entity.is_person or abs(mention.first - word.i) > 20:
                continue
            first = self.page.words[mention.first]
            if first.sentence != word.sentence:
                continue
            tied = any(
                office.span is not None
                and office.span.start <= word.start < office.span.end
                and 0 <= first.start - office.span.end < 12
                for office in mention.entity.offices
            )
            comma = self.page.words[word.right + 1] if word.right + 1 < len(self.page.words) else None
            apposed = (
                mention.first == word.right + 2
                and comma is not None
                and comma.text == ","
                and mention.last + 1 < len(self.page.words)
                and self.page.words[mention.last + 1].text == ","
            )
            if tied or (apposed and word.pos == "NOUN"):
                written = self.page.extent(self.page.words[mention.first : mention.last + 1])
                return Who(
                    (mention.entity,), written, "name", f"“{word.text}” is {mention.entity.name}, named beside it", True
                )
        return None

    # ---- pronouns and groups ----------------------------------------------------------------------------------

    def _by_pronoun(self, word: Word) -> Who | None:
        span = Span(word.start, word.end)
        issuer = self._issuer_before(word) if word.low == "it" else None
        if issuer is not None:
            return Who(
                issuer.parties,
                span,
                "pronoun",
                f"“{word.text}” taken for {issuer.first.name}, whose text was named before",
                False,
            )
        found = self.pronouns.resolve(word)
        if found is None:
            last = self.last
            near = last is not None and word.i - self.page.words[0].i >= 0 and last.how == "unnamed"
            if last is not None and near and word.low in HE | SHE and len(last.parties) == 1:
                rule = f"“{word.text}” taken for “{last.first.name}”, who spoke before and has no name"
                return Who(last.parties, span, "unnamed", rule, False)
            return None
        back = word.sentence - self.page.words[found.mention.first].sentence
        where = "in this sentence" if back == 0 else "one sentence before" if back == 1 else f"{back} sentences before"
        rule = f"“{word.text}” taken for {found.entity.name}, named {where}"
        return Who(
            (found.entity,), span, "pronoun", rule, found.alone and not found.mention.others, found.mention.others
        )

    def _issuer_before(self, word: Word) -> Who | None:
        """As in "The Karsovian statement was short. …, it said": the one who issued the document that was the
        subject.
        """
        for sentence in (word.sentence, word.sentence - 1, word.sentence - 2):
            if sentence < 0 or self.page.sentences[sentence].paragraph != word.paragraph:
                break
            for other in self.page.sentences[sentence].words:
                if other.i < word.i and other.dep in ("nsubj", "nsubjpass") and other.pos in ("NOUN", "PROPN"):
                    return self.resolve(other) if other.low in DOCUMENT_NOUNS and other.i not in self.cast.at else None
        return None

    def _by_group(self, word: Word) -> Who | None:
        span = self.phrase(word)
        numbered = word.low in _BOTH or any(kid.low in _BOTH for kid in word.kids)
        if (
            word.low == "they"
            and self.last is not None
            and (
                self.last.how in ("group", "unnamed")
                or len(self.last.parties) > 1
                or self.last.first.kind is not PartyKind.PERSON
            )
        ):
            return Who(self.last.parties, span, "pronoun", f"“{word.text}” taken for those who spoke before", False)
        shown = " ".join(span.of(self.page.text).split())
        owned = self._members(word)
        if owned:
            return Who(owned, span, "group", f"“{shown}”: {' and '.join(entity.name for entity in owned)}", False)
        defined = self._find_defined(word)
        if defined:
            names = ", ".join(entity.name for entity in defined)
            return Who(defined, span, "group", f"“{shown}” taken for {names}, who hold that office here", False)
        if word.low in ("they", "both") or (numbered and word.low in _SIDES | _PEOPLE_GROUPS):
            pair = self._find_pair(word)
            if pair is not None:
                names = " and ".join(entity.name for entity in pair)
                return Who(
                    pair, span, "group", f"“{span.of(self.page.text)}” taken for {names}, named together before", False
                )
            if word.low in ("they", "both"):
                return None
        if word.low == "side":
            return self._by_noun(word)
        if (
            word.low in ("people", "countries", "nations", "states", "one", "two", "three", "capitals", "foes")
            and not numbered
        ):
            return None
        return self._unnamed_party(word, span)

    def _members(self, word: Word) -> tuple[Entity, ...]:
        """As in "the governments of Veldmark and Tanshu": the countries of the phrase."""
        if word.low not in ("governments", "sides", "delegations", "ministries", "administrations"):
            return ()
        found = [
            self.cast.at[i].entity
            for i in range(word.left, word.right + 1)
            if i in self.cast.at and self.cast.at[i].entity.kind is PartyKind.COUNTRY
        ]
        found = list(dict.fromkeys(found))
        return tuple(found) if len(found) > 1 else ()

    def _find_defined(self, word: Word) -> tuple[Entity, ...]:
        """As in "The Ministers" of a communiqué: all who were introduced with that office, three or more or by a
        capital.
        """
        if word.low == "they":
            return self._group if self._group and self._speaks_of_group(word) else ()
        office = word.low[:-1] if word.low.endswith("s") else word.low
        if office not in OFFICES or not self._is_definite(word):
            return ()
        holders = [
            entity
            for entity in self.cast.entities
            if entity.is_person
            and any(m < word.i for m in entity.full_at)
            and any(office in one.words and one.span is not None for one in entity.offices)
        ]
        holders.sort(key=lambda entity: min(entity.full_at))
        count = next((_COUNTS[kid.low] for kid in word.kids if kid.low in _COUNTS), None)
        if any(kid.low == "other" for kid in word.kids) and self._history:
            spoke = next((entity for i, entity in reversed(self._history) if i < word.i and entity in holders), None)
            holders = [entity for entity in holders if entity is not spoke]
        if count is not None and len(holders) > count:
            holders = [
                entity
                for _, entity in sorted(
                    [(max(m for m in e.mentions if m < word.i), e) for e in holders], key=lambda one: one[0]
                )[-count:]
            ]
        if (
            not 2 <= len(holders) <= 8
            or (count is not None and len(holders) != count)
            or (count is None and not word.text[:1].isupper() and len(holders) > 2)
        ):
            return ()
        if not any(kid.low == "other" for kid in word.kids):
            self._group = tuple(holders)
        return tuple(holders)

    def _speaks_of_group(self, word: Word) -> bool:
        """True where the last plural subject before "they" was the group."""
        for sentence in range(word.sentence, max(-1, word.sentence - 4), -1):
            for other in reversed(self.page.sentences[sentence].words):
                if (
                    other.i < word.i
                    and other.dep in ("nsubj", "nsubjpass", "pobj")
                    and ((other.low.endswith("s") and other.low[:-1] in OFFICES) or other.low == "they")
                ):
                    return True
        return False

    def _find_pair(self, word: Word) -> tuple[Entity, ...] | None:
        wants_people = word.low in _PEOPLE_GROUPS or word.low in ("they", "both")
        found: list[Entity] = []
        if self._meeting is not None and self._meeting[0] < word.i and word.low != "they":
            return self._meeting[1]
        for mention in self.cast.before(word.i, PartyKind.PERSON, *(() if wants_people else (PartyKind.COUNTRY,))):
            if word.sentence - self.page.words[mention.first].sentence > (4 if wants_people else 8):
                break
            entity = mention.entity
            if (
                (wants_people or entity.kind is PartyKind.COUNTRY)
                and entity not in found
                and not any(entity.country and entity.country == other.country for other in found)
            ):
                found.append(entity)
            if len(found) == 2:
                return (found[1], found[0])
        return None

    # ---- common nouns ------------------------------------------------------------------------------------------

    def _by_noun(self, word: Word) -> Who | None:
        low = mend(word.low) if word.pos in ("NOUN", "PROPN") else word.low
        span = self.phrase(word)
        country = self.country_of(word)
        modifiers = frozenset(
            kid.low for kid in word.kids if kid.dep in ("amod", "compound", "nmod") and kid.i < word.i
        ) | self._hyphened(word)
        if (
            low in ("side", "government", "administration", "capital", "nation", "country", "republic", "kingdom")
            and country is not None
            and low != "country"
        ):
            entity = self.cast.of_country(self._country_words(word) or country)
            return Who((entity,), span, "country", f"“{span.of(self.page.text)}” speaks for {entity.name}", True)
        if low in DOCUMENT_NOUNS:
            return self._by_document(word, span, country)
        if low in OFFICES:
            word = word if low == word.low else replace(word, low=low)
            return self._by_office(word, span, modifiers, country)
        if low in BODY_NOUNS or low in ("ministry",):
            return self._by_body(word, span, modifiers, country)
        if low in MEDIA_NOUNS:
            name = span.of(self.page.text)
            before = self.cast.before(word.i, PartyKind.MEDIA) if self._is_definite(word) and not modifiers else []
            medium = before[0].entity if before else self._make(PartyKind.MEDIA, name, country)
            return Who((medium,), span, "body", f"“{name}” is a medium", False)
        if low in PEOPLE_NOUNS or (low.endswith(("man", "woman", "person", "ist", "ian")) and word.pos == "NOUN"):
            return self._unnamed_party(word, span)
        if word.pos == "NOUN" and self._could_speak(word):
            return self._unnamed_party(word, span)
        return None

    def _could_speak(self, word: Word) -> bool:
        """True for "oil traders" and "a shipping agent" as subjects: people by their trade, whom no list holds."""
        if word.dep not in ("nsubj", "pobj", "agent") or word.low in _NOT_PEOPLE or word.low.rstrip("s") in _NOT_PEOPLE:
            return False
        return word.low.rstrip("s").endswith(
            ("er", "or", "ist", "ian", "man", "woman", "ant", "ent", "men", "women", "master", "eer", "ee")
        )

    def _hyphened(self, word: Word) -> frozenset[str]:
        words = self.page.words[word.left : word.i]
        return frozenset(one.low for one in words if one.low in OFFICE_MODIFIERS | OFFICES)

    def country_of(self, word: Word) -> str | None:
        """Return the country of a phrase: "Karsovian", "Seoul's", "of Maravel"."""
        its = next((kid for kid in word.kids if kid.dep == "poss" and kid.low == "its"), None)
        if its is not None:
            owner = self.pronouns.resolve(its)
            return owner.entity.country if owner is not None else None
        for i in range(word.left, word.right + 1):
            mention = self.cast.at.get(i)
            if mention is None or mention.entity.kind is not PartyKind.COUNTRY or i == word.i:
                continue
            if i < word.i or self._belongs(word, i):
                return mention.entity.country
        return None

    def _belongs(self, word: Word, i: int) -> bool:
        """True for a country behind "of", right after the noun; in "envoy to Russia" it is the other side's."""
        steps, at = 0, self.page.words[i]
        while at.i != word.i and steps < 3:
            parent = self.page.head(at)
            if (
                at.dep == "prep"
                and at.low not in ("of", "from", "for")
                and not (at.low == "in" and word.low in _SEATED)
            ):
                return False
            if at.dep in ("relcl", "acl"):
                return False
            at, steps = parent, steps + 1
        return at.i == word.i

    def _country_words(self, word: Word) -> str | None:
        for i in range(word.left, word.right + 1):
            mention = self.cast.at.get(i)
            if mention is not None and mention.entity.kind is PartyKind.COUNTRY:
                return self.page.extent(self.page.words[mention.first : mention.last + 1]).of(self.page.text)
        return None

    def _is_definite(self, word: Word) -> bool:
        return any(
            kid.low in ("the", "this", "that", "his", "her", "its", "their", "'s") or kid.dep == "poss"
            for kid in word.kids
        )

    def _by_office(self, word: Word, span: Span, modifiers: frozenset[str], country: str | None) -> Who | None:
        shown = span.of(self.page.text)
        indefinite = any(kid.low in ("a", "an", "one", "another", "some") for kid in word.kids)
        if not indefinite:
            if word.low in _NEVER_HOLDERS:
                earlier = self._find_unnamed(word)
                if earlier is not None:
                    return Who(
                        (earlier,), span, "office", f"“{shown}” taken for {earlier.name}, who spoke before", False
                    )
            owner = next((kid for kid in word.kids if kid.dep == "poss" and kid.pos in ("PROPN", "PRON", "NOUN")), None)
            holder = find_holder(self.cast, word, modifiers, country, home=self.home)
            if holder is not None and not (
                owner is not None and owner.i in self.cast.at and self.cast.at[owner.i].entity is holder.entity
            ):
                where = (
                    f", tied to the office by “{' '.join(holder.office.of(self.page.text).split())}”"
                    if holder.office
                    else ", who holds the office in the store"
                )
                if holder.others:
                    where += f"; {', '.join(o.name for o in holder.others)} would fit, too"
                return Who(
                    (holder.entity,),
                    span,
                    "office",
                    f"“{shown}” taken for {holder.entity.name}{where}",
                    not holder.others,
                    holder.others,
                )
            earlier = self._find_unnamed(word)
            if earlier is not None:
                return Who((earlier,), span, "office", f"“{shown}” taken for {earlier.name}, who spoke before", False)
            if word.low not in _NEVER_HOLDERS and (country is not None or modifiers):
                later = find_holder(self.cast, word, modifiers, country, ahead=True)
                if later is not None and not later.others:
                    return Who(
                        (later.entity,),
                        span,
                        "office",
                        f"“{shown}” taken for {later.entity.name}, named with that office further on",
                        False,
                    )
        return self._unnamed_party(word, span)

    def _by_body(self, word: Word, span: Span, modifiers: frozenset[str], country: str | None) -> Who | None:
        shown = span.of(self.page.text)
        core = core_of(" ".join([*sorted(modifiers & (OFFICE_MODIFIERS | BODY_NOUNS)), word.low]), self.cast.places)
        owner = next(
            (
                kid
                for kid in word.kids
                if kid.dep == "poss" and kid.i in self.cast.at and self.cast.at[kid.i].entity.is_person
            ),
            None,
        )
        if owner is not None:
            entity = self._make(PartyKind.BODY, shown, self.cast.at[owner.i].entity.country)
            self.cast.note_mention(entity, word.i)
            return Who((entity,), span, "body", f"“{shown}” speaks", True)
        if word.low in ("community", "public") and country is None:
            return None  # "the international community" is nobody who could speak
        owned = self._office_of_pronoun(word, span)
        if owned is not None:
            return owned
        named = find_body(self.cast, core, country, word.i)
        implied = None
        if named is None and country is None:
            implied = self._country_nearby(word)
            named = find_body(self.cast, core, implied, word.i)
        if named is not None:
            self.cast.note_mention(named, word.i)
            return Who(
                (named,),
                span,
                "body",
                f"“{shown}” taken for {named.name}",
                named.known is not None or country is not None or implied is None,
            )
        if (
            word.low
            in (
                "house",
                "service",
                "group",
                "board",
                "force",
                "forces",
                "staff",
                "movement",
                "front",
                "college",
                "society",
                "fund",
                "center",
                "centre",
            )
            and not modifiers
            and country is None
        ):
            return None
        entity = self._make(PartyKind.BODY, shown, country or implied)
        entity.core = core
        self.cast.add_mention(entity, word.i, word.i)
        self.cast.sort()
        return Who((entity,), span, "body", f"“{shown}” speaks", country is not None)

    def _office_of_pronoun(self, word: Word, span: Span) -> Who | None:
        """As in "according to her office": that of the person for whom "her" stands."""
        his = next((kid for kid in word.kids if kid.dep == "poss" and kid.low in HE | SHE), None)
        found = self.pronouns.resolve(his) if his is not None else None
        if found is None or word.low not in ("office", "cabinet", "palace", "staff", "delegation"):
            return None
        entity = self._make(PartyKind.BODY, f"{word.low} of {found.entity.name}", found.entity.country)
        self.cast.note_mention(entity, word.i)
        shown = span.of(self.page.text)
        return Who((entity,), span, "body", f"“{shown}” taken for the {word.low} of {found.entity.name}", False)

    def _country_nearby(self, word: Word) -> str | None:
        """The country of an institution named without one: the first country of its sentence, else the last before."""
        inside = [
            m
            for m in self.cast.mentions
            if self.page.words[m.first].sentence == word.sentence and m.first < word.i and m.entity.country
        ]
        subjects = [m for m in inside if self.page.words[m.last].dep in ("nsubj", "nsubjpass", "poss")]
        if subjects or inside:
            return (subjects or inside)[0].entity.country
        before = next(
            (m for m in self.cast.before(word.i, PartyKind.BODY, PartyKind.COUNTRY) if m.entity.country), None
        )
        return before.entity.country if before is not None else None

    def _by_document(self, word: Word, span: Span, country: str | None) -> Who | None:
        """As in "The statement said": whoever issued it."""
        shown = span.of(self.page.text)
        for kid in word.kids:
            if kid.dep in ("compound", "amod", "nmod") and kid.low in BODY_NOUNS and kid.i not in self.cast.at:
                who = self._by_body(kid, span, self._hyphened(kid) | self._hyphened(word) - {kid.low}, country)
                if who is not None:
                    return Who(
                        who.parties, who.written, "document", f"“{shown}” is that of {who.first.name}", who.clear
                    )
            inner = (
                [kid]
                if kid.dep in ("poss", "compound")
                else [one for one in kid.kids if one.dep == "pobj"]
                if kid.dep in ("prep", "agent") and kid.low in ("of", "from", "by")
                else []
            )
            for one in inner:
                who = self._resolve_one(one)
                if who is not None and who.how != "unnamed":
                    return Who(
                        who.parties, who.written, "document", f"“{shown}” is that of {who.first.name}", who.clear
                    )
        if country is None:  # "a statement published in Dravnik"
            inside = (self.cast.at[i].entity for i in range(word.i, word.right + 1) if i in self.cast.at)
            country = next((entity.country for entity in inside if entity.kind is PartyKind.COUNTRY), None)
        if country is not None:
            body = next(
                (m.entity for m in self.cast.before(word.i, PartyKind.BODY) if m.entity.country == country), None
            )
            entity = body or self.cast.of_country(self._country_words(word) or country)
            return Who((entity,), span, "document", f"“{shown}” taken for that of {entity.name}", False)
        if self._issuer is not None:
            return Who(
                (self._issuer,),
                span,
                "document",
                f"“{shown}” taken for that of {self._issuer.name}, who spoke before",
                False,
            )
        return None

    def _find_unnamed(self, word: Word) -> Entity | None:
        return next(
            (
                entity
                for at, core, entity in reversed(self._unnamed)
                if at < word.i and word.low in core and word.i - at < 400
            ),
            None,
        )

    def _unnamed_party(self, word: Word, span: Span) -> Who:
        shown = " ".join(span.of(self.page.text).split())
        entity = self._make(PartyKind.UNNAMED, shown, self.country_of(word))
        self._unnamed.append((word.i, frozenset({word.low}), entity))
        return Who((entity,), span, "unnamed", f"“{shown}”: nobody is named", True)

    def _make(self, kind: PartyKind, name: str, country: str | None) -> Entity:
        name = " ".join(name.split())
        same = next((e for e in self.cast.entities if e.kind is kind and plain(e.name) == plain(name)), None)
        if same is not None:
            return same
        entity = self.cast.new(kind, name, country)
        entity.add_spelling(name)
        return entity

    # ---- the phrase ---------------------------------------------------------------------------------------------

    def phrase(self, word: Word) -> Span:
        """Return the noun phrase around a head: "a senior official at the ministry", without clauses."""
        words = self.page.words
        left, right = word.left, word.i
        for i in range(word.left, word.i):
            if words[i].inside is not word.inside or words[i].quotation or (i > word.left and words[i].low == "the"):
                left = i if words[i].low == "the" and words[i].inside is word.inside else i + 1
        for kid in sorted(word.kids, key=lambda one: one.i):
            if kid.i > word.i and kid.dep in ("prep", "case", "nmod", "compound", "flat") and kid.i <= right + 2:
                stop = kid.right
                for i in range(kid.left, kid.right + 1):
                    if (
                        words[i].text in (",", "(", ";", ":", "—", "–")
                        or words[i].quotation
                        or words[i].inside is not word.inside
                        or words[i].dep in ("relcl", "acl")
                    ):
                        stop = i - 1
                        break
                if stop - word.i < _MAX_PHRASE:
                    right = max(right, stop)
        while left < word.i and (
            words[left].pos in ("PUNCT", "CCONJ", "SCONJ", "SPACE", "ADV")
            or words[left].quotation
            or words[left].dep in ("cc", "mark")
        ):
            left += 1
        if word.i - left > 12:
            left = word.i
        while left < word.i and any(words[i].text in (",", ":", "—") for i in range(left, word.i)):
            left += 1
        return Span(words[left].start, words[right].end)
