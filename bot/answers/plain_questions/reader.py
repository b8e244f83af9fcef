"""Reads a plain question into commands: who is asked about, what he did, to whom, about what, when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.answers.options.entities import resolve_publisher
from bot.answers.options.errors import Ambiguous, NotUnderstood, show
from bot.answers.options.label_words import find_by_words
from bot.answers.options.speakers import resolve_speaker
from bot.answers.plain_questions import words as vocabulary
from bot.answers.plain_questions.days import read_days
from bot.answers.plain_questions.parties import find_country, find_party, is_party, part_pair, resolve_party
from bot.answers.plain_questions.readings import REPLIES, Part, PlainQuestion, Reading, Unread, Unresolved
from bot.answers.plain_questions.tokens import Word, cut, drop_possessive, find_quoted, join
from bot.answers.plain_questions.translate import translate
from bot.answers.plain_questions.words import Verb
from bot.store.analysis.tokenizer import STOP_WORDS
from bot.store.names.directory import Directory

_MOST_DAY_WORDS = 8
_MOST_NAME_WORDS = 10
_MOST_TOPICS = 4
_EMPTY = vocabulary.FILLERS | {
    "its",
    "their",
    "his",
    "her",
    "they",
    "he",
    "she",
    "we",
    "you",
    "i",
    "there",
    "of",
    "with",
}

_BEFORE_NOT = frozenset({
    "is", "are", "was", "were", "will", "would", "has", "have", "had", "can", "could", "does", "did", "should", "may",
})  # fmt: skip


def read_question(directory: Directory, text: str, today: date) -> PlainQuestion:
    """Read a question. Raises Unread where it is of no known form, Unresolved where it names nobody who is known."""
    return _Reader(directory, text, today).read()


class _Reader:
    """One question while it is read: each word is taken once, by the rule that is surest of it."""

    def __init__(self, directory: Directory, text: str, today: date) -> None:
        self._directory = directory
        self._text = text
        self._today = today
        self._words = cut(text)
        self._parts: list[Part] = []
        self._kind = ""
        self._both = False
        self._noun = ""

    def read(self) -> PlainQuestion:
        quoted = find_quoted(self._text)
        left = [word for word in self._words if not any(a <= word.start < b for _, a, b in quoted)]
        while len(left) > 1 and left[0].plain in vocabulary.OPENERS:
            left = left[1:]
        left, is_foreign = translate(left)
        left = self._take_both(left)
        left = self._take_days(left)
        verb, at, size = self._find_verb(left)
        if verb and verb.role == "differ":
            return PlainQuestion(self._text, tuple(self._read_accounts(left)))
        if verb is None and len(left) > 1 and left[0].plain in ("who", "who's") and not self._parts:
            return PlainQuestion(self._text, tuple(self._read_bare(left)))
        subject, rest, asks_who = self._split(left, verb, at, size)
        if verb is None and not (
            quoted or subject or self._parts or self._both or asks_who or self._kind or self._noun
        ):
            return PlainQuestion(self._text, tuple(self._read_bare(rest)))
        if is_foreign and not subject and not asks_who and verb is not None:
            subject, rest = self._find_foreign_subject(rest)
        speakers = self._read_subject(subject, verb, left, at)
        content, about = self._read_rest(rest, verb)
        readings = list(self._make_readings(verb, speakers, content, about, quoted))
        if not readings:
            raise Unread(self._text)
        used = tuple((w.text, w.start, w.end) for w in (*content, *about) if _is_meaningful([w]) and w.text)
        return PlainQuestion(self._text, tuple(readings), used)

    # --- Taking words

    def _take_both(self, left: list[Word]) -> list[Word]:
        for phrase in vocabulary.BOTH:
            row = phrase.split()
            for at in range(len(left) - len(row) + 1):
                if [drop_possessive(word.plain) for word in left[at : at + len(row)]] == row:
                    self._both = True
                    return [*left[:at], *left[at + len(row) :]]
        return left

    def _take_days(self, left: list[Word]) -> list[Word]:
        at = 0
        while at < len(left):
            size = self._find_days(left, at)
            left = [*left[:at], *left[at + size :]] if size else left
            at += not size
        return left

    def _find_days(self, left: Sequence[Word], at: int) -> int:
        """How many words from here on name days; takes them as `since` and `until`."""
        for size in range(min(_MOST_DAY_WORDS, len(left) - at), 0, -1):
            row = left[at : at + size]
            stretch = join(self._text, row)
            if len(stretch.split()) != size:
                continue  # words that were taken stand between
            bounds = read_days(self._directory, " ".join(word.text for word in row), self._today)
            known = {part.option for part in self._parts}
            if bounds and not known & {option for option, _ in bounds}:
                self._parts += [Part(option, value, row[0].start, row[-1].end) for option, value in bounds]
                return size
        return 0

    # --- The verb and what stands around it

    def _find_verb(self, left: Sequence[Word]) -> tuple[Verb | None, int, int]:
        """The verb that the question turns on, its place, and how many words it has."""
        found = list(self._list_verbs(left))
        start = next((i for i, word in enumerate(left) if word.plain in vocabulary.AUXILIARIES), -1)
        behind = [one for one in found if one[1] > start] or found
        for verb, at, size in behind:
            subject = self._strip(left[start + 1 : at])
            if subject and find_party(self._directory, join(self._text, subject)):
                return verb, at, size
        return behind[0] if behind else (None, len(left), 0)

    def _list_verbs(self, left: Sequence[Word]) -> Iterator[tuple[Verb, int, int]]:
        plain = tuple(word.plain for word in left)
        at = 0
        while at < len(left):
            if phrase := vocabulary.find_verb_phrase(plain[at : at + 4]):
                verb, size = phrase
                yield verb, at, size
                at += size
                continue
            single = vocabulary.find_verb(plain[at])
            # "Moscow's response", "the state of": behind a possessive or an article stands a noun.
            before = plain[at - 1] if at else ""
            is_gerund = plain[at].endswith("ing") and before not in (*vocabulary.PASSIVES, "not")
            if (
                single
                and not is_gerund
                and not (before in ("the", "a", "an", "of") or before.endswith("'s") or _is_noun(plain, at))
            ):
                yield single, at, 1
            at += 1

    def _split(
        self, left: Sequence[Word], verb: Verb | None, at: int, size: int
    ) -> tuple[list[Word], list[Word], bool]:
        """Who is asked about, what else is asked, and whether it is asked who."""
        before, asked = list(left[:at]), list[Word]()
        who = [
            word for i, word in enumerate(before)
            if word.plain in vocabulary.WHO
            or (word.plain in vocabulary.GENERIC and i and before[i - 1].plain in ("which", "what", "other"))
        ]  # fmt: skip
        before = [word for word in before if word not in who]
        aux = next((i for i, word in enumerate(before) if word.plain in vocabulary.AUXILIARIES), None)
        if aux is not None and self._strip(before[aux + 1 :]):
            nouns = (*vocabulary.SAYING_NOUNS, *vocabulary.FILLERS)
            asked = [word for word in before[:aux] if word.plain not in nouns]
            before = before[aux + 1 :]
        rest = [word for word in (*left[at + size :], *asked) if word.plain not in vocabulary.WHO]
        if verb is None or verb.role == "differ" or not self._strip(before):
            noun = next((i for i, word in enumerate(left) if self._is_saying_noun(word.plain)), None)
            if noun is not None and not who:
                return self._split_at_noun(left, noun, at, size)
        if verb is None:
            return self._split_without_verb(before, rest)
        return self._strip(before), rest, bool(who)

    def _split_at_noun(
        self, left: Sequence[Word], noun: int, at: int, size: int
    ) -> tuple[list[Word], list[Word], bool]:
        """`Moscow's reaction to the summons`, `the position of Seoul on the treaty`."""
        self._kind = self._kind or vocabulary.find_act_noun(left[noun].plain)
        self._noun = left[noun].plain
        before = self._strip(left[:noun])
        rest = [word for i, word in enumerate(left) if i > noun and not at <= i < at + size]
        if before or not rest or rest[0].plain not in ("of", "from", "by"):
            return before, rest, False
        for end in range(min(len(rest), _MOST_NAME_WORDS), 1, -1):
            if find_party(self._directory, join(self._text, rest[1:end])):
                return list(rest[1:end]), list(rest[end:]), False
        return [], rest, False

    def _split_without_verb(self, before: Sequence[Word], rest: Sequence[Word]) -> tuple[list[Word], list[Word], bool]:
        """`Zakharova on arms`, `anything from Kim Jong-un himself`: a party in front, or behind a word of origin."""
        row = self._strip(before)
        if row and row[0].plain in (*vocabulary.FROM, "of"):
            row = row[1:]
        for end in range(min(len(row), _MOST_NAME_WORDS), 0, -1):
            stretch = self._strip(row[:end])
            follows = row[end].plain if end < len(row) else ""
            ends = not follows or follows in (*vocabulary.TO, "on", "about", "over", "regarding")
            if ends and stretch and find_party(self._directory, join(self._text, stretch)):
                return stretch, [*row[end:], *rest], False
        for end in range(min(len(row), _MOST_NAME_WORDS), 0, -1):
            topic = self._trim_all(row[end:])
            if topic and find_party(self._directory, join(self._text, row[:end])) and self._find_labels("topic", topic):
                return row[:end], topic, False
        return [], [*row, *rest], False

    def _is_saying_noun(self, word: str) -> bool:
        return word in vocabulary.SAYING_NOUNS or bool(vocabulary.find_act_noun(word))

    @staticmethod
    def _strip(row: Sequence[Word]) -> list[Word]:
        """Words without those at either end that only ask."""
        words = list(row)
        while words and words[0].plain in vocabulary.FILLERS:
            words.pop(0)
        while words and words[-1].plain in vocabulary.FILLERS:
            words.pop()
        return words

    # --- Who

    def _read_subject(
        self, subject: Sequence[Word], verb: Verb | None, left: Sequence[Word], at: int
    ) -> list[tuple[str, Part]]:
        """Those who are asked about: what they are, and the part. In the passive it is who was spoken to."""
        if not subject:
            return []
        if verb and verb.role == "happen":
            return []
        is_passive = bool(
            verb and verb.role == "act" and at < len(left) and left[at].plain.endswith(("ed", "met"))
            and any(word.plain in vocabulary.PASSIVES for word in left[:at])
            and not any(word.plain in ("has", "have", "had") for word in left[:at])
        )  # fmt: skip
        stretch = join(self._text, subject)
        start, end = subject[0].start, subject[-1].end
        pair = next(
            ((one, other) for one, other in part_pair(stretch)
             if is_party(self._directory, one) and is_party(self._directory, other)), None,
        )  # fmt: skip
        if pair and not is_party(self._directory, stretch):
            return [(find_party(self._directory, one) or "", Part("speaker", one, start, end)) for one in pair]
        if self._take_publisher(subject, verb):
            return []
        try:
            ref = resolve_party(self._directory, stretch)
        except (NotUnderstood, Ambiguous) as error:
            if verb is not None and verb.role == "act" and is_passive and self._take_matter(subject, left[at]):
                return []
            raise self._name_unresolved(error, stretch, start, end) from error
        option = "to" if is_passive else "speaker"
        part = Part(option, ref if self._needs_ref(stretch) else drop_possessive(stretch), start, end)
        if is_passive:
            self._parts.append(part)
            return []
        return [(ref, part)]

    def _take_publisher(self, subject: Sequence[Word], verb: Verb | None) -> bool:
        """`What does only Hankyoreh report`: a publisher, or an agency, that reports."""
        if verb is None or verb.role not in ("report", "say"):
            return False
        row = [word for word in subject if word.plain not in ("only", "alone")]
        stretch = drop_possessive(join(self._text, row))
        if not row or (verb.role == "say" and not self._directory.exact("publisher", stretch)):
            return False
        try:
            ref = resolve_publisher(self._directory, "question", stretch)
        except (NotUnderstood, Ambiguous):
            return False
        self._parts.append(Part("publisher", ref, subject[0].start, subject[-1].end))
        if len(row) < len(subject):
            self._parts.append(Part("only", "true", subject[0].start, subject[-1].end))
        return True

    def _take_matter(self, subject: Sequence[Word], verb: Word) -> bool:
        """`When was the treaty signed`: what was done is an occasion, or a matter."""
        found = find_by_words(self._directory, "event", f"{join(self._text, subject)} {verb.plain}")
        if len(found) == 1:
            self._parts.append(Part("event", found[0].ref, subject[0].start, subject[-1].end))
            return True
        topics = self._find_labels("topic", subject)
        if len(topics) == 1:
            self._parts.append(Part("topic", topics[0], subject[0].start, subject[-1].end))
        return len(topics) == 1

    def _name_unresolved(self, error: NotUnderstood | Ambiguous, stretch: str, start: int, end: int) -> Unresolved:
        """Name what of a subject is unknown: of two, the one; of a pronoun, that it is one."""
        if stretch.casefold() in vocabulary.PRONOUNS:
            reason = f"I cannot tell who {show(stretch)} is; name the person or the institution"
            return Unresolved(NotUnderstood("question", stretch, reason), start, end)
        for one, other in part_pair(stretch):
            known, unknown = (one, other) if find_party(self._directory, one) else (other, one)
            if find_party(self._directory, known):
                try:
                    resolve_party(self._directory, unknown)
                except (NotUnderstood, Ambiguous) as half:
                    begin = start + stretch.index(unknown)
                    return Unresolved(half, begin, begin + len(unknown))
        return Unresolved(error, start, end)

    def _needs_ref(self, stretch: str) -> bool:
        """Whether a name has to be given by its id: the command does not read it in this form."""
        try:
            resolve_speaker(self._directory, "question", drop_possessive(stretch))
        except (NotUnderstood, Ambiguous):
            return True
        return False

    def _find_foreign_subject(self, rest: list[Word]) -> tuple[list[Word], list[Word]]:
        """Where the verb comes first, who spoke stands behind it: up to a preposition, or the longest name."""
        row = self._strip(rest)
        end = next((i for i, word in enumerate(row) if word.plain in ("to", "about", "at", "since")), len(row))
        for size in range(end, 0, -1):
            if find_party(self._directory, join(self._text, row[:size])):
                return row[:size], row[size:]
        return row[:end], row[end:]

    def _read_accounts(self, left: Sequence[Word]) -> Iterator[Reading]:
        """`How do the accounts of the meeting differ`: all that is held of that occasion, or of that matter."""
        nouns = (*vocabulary.SAYING_NOUNS, "two", "both", "of", "from", "between", "sides")
        row = [word for word in left if word.plain not in nouns and vocabulary.find_verb(word.plain) is None]
        words = self._trim(self._strip(row))
        for kind in ("event", "topic"):
            for size in range(len(words), 0, -1):
                for begin in range(len(words) - size + 1):
                    stretch = words[begin : begin + size]
                    found = self._find_labels(kind, stretch)
                    for ref in found[:_MOST_TOPICS]:
                        part = Part(kind, ref, stretch[0].start, stretch[-1].end)
                        yield Reading("timeline", (part, *self._parts), 0 if kind == "event" else 1)
                    if found:
                        return
        raise Unread(self._text)

    def _read_bare(self, rest: Sequence[Word]) -> Iterator[Reading]:
        """`Tell me about Zakharova`, `who is Lim Soo-suk`, `which sources do you have`."""
        row = self._strip([word for word in rest if word.plain not in ("about", "of", "you", "who", "who's")])
        if row and all(
            word.plain in ("sources", "source", "articles", "publishers", "hold", "held", "you") for word in row
        ):
            yield Reading("sources", ())
            return
        stretch = join(self._text, row)
        ref = find_party(self._directory, stretch) if row else None
        if ref is None:
            raise Unread(self._text)
        if not any(word.plain in ("about", "who", "who's") for word in self._words):
            raise Unread(self._text)
        command, option = ("summary-by-country", "country") if ref.isupper() else ("speaker", "name")
        yield Reading(command, (Part(option, ref, row[0].start, row[-1].end),))

    # --- What else

    def _read_rest(self, rest: Sequence[Word], verb: Verb | None) -> tuple[list[Word], list[Word]]:
        """Take addressees and occasions; give the words that are left, and those of them behind `about`."""
        content: list[Word] = []
        about: list[Word] = []
        at, in_clause = 0, False
        while at < len(rest):
            word = rest[at].plain
            in_clause = in_clause or word in vocabulary.CLAUSES
            if not in_clause and (size := self._take_prepositional(rest, at, verb, content, about)):
                at += size
                continue
            if not in_clause and not content and not about and (size := self._take_object(rest, at, verb)):
                at += size
                continue
            (about if about and not in_clause else content).append(rest[at])
            at += 1
        return content, about

    def _take_prepositional(
        self, rest: Sequence[Word], at: int, verb: Verb | None, content: list[Word], about: list[Word]
    ) -> int:
        word = rest[at].plain
        if word in ("on", "at", "in", "during", "about", "over", "regarding", "to"):
            for end in range(min(len(rest), at + _MOST_NAME_WORDS), at + 1, -1):
                row = self._strip(rest[at + 1 : end])
                if row and self._take_occasion(word, row, is_first=not content):
                    return end - at
        if word in vocabulary.ABOUT:
            begin = at + 1
            about.extend(rest[begin : begin + 1])
            return 1 + len(rest[begin : begin + 1])
        is_addressee = word in vocabulary.TO or (word == "of" and verb and verb.kind == "demands")
        is_addressee = is_addressee or (word == "with" and verb and verb.kind in ("meetings", "agreements"))
        is_addressee = is_addressee or (word == "from" and verb and verb.kind == "demands")
        if is_addressee and not content and not about:
            for end in range(min(len(rest), at + _MOST_NAME_WORDS), at + 1, -1):
                row = self._strip(rest[at + 1 : end])
                if len(row) > 1 and _is_possessed(row):
                    row = row[:-1]  # an answer to Seoul's warnings is one to Seoul
                if row and self._take_party("to", row, verb):
                    return end - at
        if word == "according" and at + 2 < len(rest) and rest[at + 1].plain == "to":
            report = vocabulary.find_verb("report")
            for end in range(min(len(rest), at + _MOST_NAME_WORDS), at + 2, -1):
                if self._take_publisher(rest[at + 2 : end], report):
                    return end - at
        if word in vocabulary.FROM and not content:
            for end in range(min(len(rest), at + _MOST_NAME_WORDS), at + 1, -1):
                row = self._strip(rest[at + 1 : end])
                if row and self._take_party("speaker", row, verb):
                    return end - at
        return 0

    def _take_occasion(self, word: str, row: Sequence[Word], *, is_first: bool) -> bool:
        """`in Hanoi`, `on the anniversary`, `to the summons`: what names one occasion, and no matter besides."""
        if _is_possessed(row) or not (word in ("on", "at", "in", "during") or (word == "to" and is_first)):
            return False
        stretch = join(self._text, row)
        # Of a word for "to" in another language that also says where, this is not sure.
        is_english = self._text[: row[0].start].rstrip().casefold().endswith("to")
        if (
            word == "to"
            and is_english
            and (find_country(self._directory, stretch) or find_party(self._directory, stretch))
        ):
            return False  # whom it was said to
        is_reaction = word == "to" and self._noun in vocabulary.REPLYING_NOUNS
        if len(self._find_labels("event", row)) != 1 or (self._find_labels("topic", row) and not is_reaction):
            return False
        self._add_label("event", row)
        return True

    def _take_object(self, rest: Sequence[Word], at: int, verb: Verb | None) -> int:
        """The direct object of a verb that has a party for one: `warned Seoul`, `met Rudenko`."""
        if verb is None or verb.object == "words":
            return 0
        option = {"to": "to", "with": "with", "about": "about"}[verb.object]
        for end in range(min(len(rest), at + _MOST_NAME_WORDS), at, -1):
            row = self._strip(rest[at:end])
            if row and self._take_party(option, row, verb):
                return end - at
        return 0

    def _take_party(self, option: str, row: Sequence[Word], verb: Verb | None) -> bool:
        stretch = join(self._text, row)
        if any(part.option == option for part in self._parts):
            return False
        ref = find_country(self._directory, stretch) or find_party(self._directory, stretch)
        if ref is None or (option == "about" and not ref.isupper()):
            return False
        value = ref if self._needs_ref(stretch) else drop_possessive(stretch)
        self._parts.append(Part(option, value, row[0].start, row[-1].end))
        del verb
        return True

    def _find_labels(self, kind: str, row: Sequence[Word]) -> list[str]:
        """Topics or events that a stretch names."""
        stretch = drop_possessive(join(self._text, row))
        if len(stretch) > 100:
            return []
        exact = self._directory.exact(kind, stretch)
        # A name alone says who, and not on what or when.
        if not exact and (find_country(self._directory, stretch) if kind == "topic" else self._is_person(stretch)):
            return []
        return [name.ref for name in exact or find_by_words(self._directory, kind, stretch)]

    def _is_person(self, stretch: str) -> bool:
        ref = find_party(self._directory, stretch)
        return ref is not None and not ref.isupper()

    def _add_label(self, kind: str, row: Sequence[Word]) -> None:
        if any(part.option == kind for part in self._parts):
            return
        self._parts.append(Part(kind, self._find_labels(kind, row)[0], row[0].start, row[-1].end))

    # --- Readings

    def _make_readings(
        self,
        verb: Verb | None,
        speakers: list[tuple[str, Part]],
        content: list[Word],
        about: list[Word],
        quoted: list[tuple[str, int, int]],
    ) -> Iterator[Reading]:
        kind = self._kind or (verb.kind if verb else "")
        base = list(self._parts)
        act = [Part("act", kind, -1, -1)] if kind else []
        subject = [part for _, part in speakers]
        if len(speakers) == 2:
            yield from self._read_pair(speakers, base, act)
            return
        is_reply = bool(verb and verb.role == "reply") or self._noun in vocabulary.REPLYING_NOUNS
        if is_reply and (to := [part for part in base if part.option == "to"]):
            others = [part for part in base if part.option != "to"]
            yield Reading(REPLIES, (*subject, *to, *others), -1)
            if not subject:
                return
            yield Reading("timeline", (*subject, *to, *others), 95)
        base = [*subject, *base]
        if any(part.option == "with" for part in base):
            yield from self._read_meeting(base, act, subject)
            return
        if quoted:
            exact = " ".join(f'"{text}"' for text, _, _ in quoted)
            yield Reading("who-said", (Part("words", exact, quoted[0][1], quoted[-1][2]), *_for_words(base)))
            return
        if self._noun in vocabulary.REPLYING_NOUNS and (event := [part for part in base if part.option == "event"]):
            others = [part for part in base if part.option not in ("event", "since")]
            yield Reading("timeline", tuple(base), 0)
            since = Part("since", event[0].value, event[0].start, event[0].end)
            yield Reading("timeline", (*others, since), 1)
            return
        if verb and verb.kind == "denials":
            yield from self._read_denial(base, act, [*content, *about])
            return
        stands = (verb and verb.role == "stand") or self._noun in vocabulary.STANDING_NOUNS
        if stands and not self._changes() and len(speakers) == 1 and speakers[0][0].isupper():
            yield from self._read_position(base, [*about] or content)
        labels = list(self._read_topics([*about] or content, content, about))
        words = self._trim([*content, *about])
        on_occasion = any(part.option == "event" for part in base)
        for rank, (topics, used) in enumerate(labels):
            for topic in topics:
                part = Part("topic", topic, used[0].start, used[-1].end)
                yield Reading("timeline", (*base, *act, part), rank)
        if about or content:
            country = self._read_country(about or content, speakers)
            if country:
                yield Reading("timeline", (*base, *act, country), 90)
            if words:
                part = self._quote(words)
                yield Reading("who-said", (part, *_for_words([*base, *act])), 91)
                if not country and act and not _is_meaningful(words):
                    yield Reading("timeline", (*base, *act), 92)
            elif base or act:
                yield Reading("timeline", (*base, *act), 92)
            return
        if base or act or self._both or on_occasion:
            yield Reading("timeline", (*base, *act), 0)

    def _quote(self, words: Sequence[Word]) -> Part:
        """What was said, as it was typed; where other words stood between these, no one stretch gives it."""
        stretch = join(self._text, words)
        if len(stretch.split()) == len(words):
            return Part("words", stretch, words[0].start, words[-1].end)
        return Part("words", " ".join(word.text for word in words), -1, -1)

    def _changes(self) -> bool:
        return any(word.plain.startswith(("chang", "evol", "develop", "shift")) for word in self._words)

    def _read_position(self, base: list[Part], row: Sequence[Word]) -> Iterator[Reading]:
        """Where a country stands: its newest words, on a topic where one is named."""
        parts = [
            Part("country", part.value, part.start, part.end) if part.option == "speaker" else part for part in base
        ]
        if any(part.option == "event" for part in parts):
            return
        if not self._trim(row):
            yield Reading("summary-by-country", tuple(parts), -1)
        for topics, used in self._read_topics(row, (), ()):
            for topic in topics:
                yield Reading("summary-by-country", (*parts, Part("topic", topic, used[0].start, used[-1].end)), -1)

    def _read_denial(self, base: list[Part], act: list[Part], row: Sequence[Word]) -> Iterator[Reading]:
        """What is denied: the words with a negation, which alone count, else denials on record of that matter."""
        words = self._trim(row)
        if not _is_meaningful(words):
            yield Reading("timeline", (*base, *act), 0)
            return
        stretch, negated = _negate(join(self._text, words))
        if negated:
            part = Part("words", stretch, words[0].start, words[-1].end)
            yield Reading("who-said", (part, *_for_words(base)), 0, negated=negated)
        part = Part("words", join(self._text, words), words[0].start, words[-1].end)
        yield Reading("who-said", (part, *_for_words([*base, *act])), 1)

    def _read_pair(self, speakers: list[tuple[str, Part]], base: list[Part], act: list[Part]) -> Iterator[Reading]:
        """Two who are asked about together: by the occasion that both took part in, or what they say to each other."""
        (one, first), (other, second) = speakers
        names = f"{first.value} {second.value}"
        for event in find_by_words(self._directory, "event", names)[:_MOST_TOPICS]:
            yield Reading("timeline", (Part("event", event.ref, first.start, first.end), *base, *act), 0)
        if one.isupper() and other.isupper():
            pair = (Part("country", first.value, first.start, first.end),
                    Part("other-country", second.value, first.start, first.end))  # fmt: skip
            yield Reading("timeline", (*pair, *base, *act), 1, {"between": "both"})
            return
        for rank, (speaker, to) in enumerate(((first, second), (second, first)), 2):
            yield Reading("timeline", (speaker, Part("to", to.value, to.start, to.end), *base, *act), rank)

    def _read_meeting(self, base: list[Part], act: list[Part], subject: list[Part]) -> Iterator[Reading]:
        """With whom somebody met: a meeting is recorded of both, or to one of them."""
        other = next(part for part in base if part.option == "with")
        rest = [part for part in base if part is not other]
        if subject:
            names = f"{subject[0].value} {other.value}"
            without = [part for part in rest if part.option != "speaker"]
            for event in find_by_words(self._directory, "event", names)[:_MOST_TOPICS]:
                found = Part("event", event.ref, subject[0].start, other.end)
                yield Reading("timeline", (found, *without, *act), 0)
            yield Reading("timeline", (*rest, *act, Part("to", other.value, other.start, other.end)), 1)
            return
        for rank, option in enumerate(("speaker", "to")):
            yield Reading("timeline", (*rest, *act, Part(option, other.value, other.start, other.end)), rank)

    def _read_topics(
        self, row: Sequence[Word], content: Sequence[Word], about: Sequence[Word]
    ) -> Iterator[tuple[list[str], list[Word]]]:
        """Topics that the words name as a whole; else the longest stretch of them that names one."""
        del content, about
        words = self._trim_all(row)
        for size in range(len(words), 0, -1):
            for begin in range(len(words) - size + 1):
                stretch = words[begin : begin + size]
                if len(join(self._text, stretch).split()) != size or self._trim_all(stretch) != stretch:
                    continue
                outside = [word for word in (*words[:begin], *words[begin + size :]) if _is_meaningful([word])]
                found = self._find_labels("topic", stretch)[:_MOST_TOPICS]
                if found and len(outside) <= len(stretch) and (size > 1 or not outside):
                    yield found, list(stretch)
                    return

    def _read_country(self, row: Sequence[Word], speakers: list[tuple[str, Part]]) -> Part | None:
        words = self._trim_all(row)
        stretch = join(self._text, words)
        code = find_country(self._directory, stretch) if words else None
        if code is None or code in [ref for ref, _ in speakers]:
            return None
        return Part("about", code, words[0].start, words[-1].end)

    @classmethod
    def _trim_all(cls, row: Sequence[Word]) -> list[Word]:
        """Words without those at either end that carry no meaning."""
        words = cls._trim(row)
        while words and words[0].plain in STOP_WORDS:
            words.pop(0)
        while words and words[-1].plain in STOP_WORDS:
            words.pop()
        return words

    @staticmethod
    def _trim(row: Sequence[Word]) -> list[Word]:
        words = list(row)
        while words and words[0].plain in _EMPTY | vocabulary.CLAUSES:
            words.pop(0)
        while words and words[-1].plain in _EMPTY:
            words.pop()
        return words


def _for_words(parts: Sequence[Part]) -> list[Part]:
    """The parts that /who-said takes; an occasion stands for its days."""
    taken = []
    for part in parts:
        if part.option == "event":
            taken += [Part(option, part.value, part.start, part.end) for option in ("since", "until")]
        elif part.option not in ("about", "only"):
            taken.append(part)
    return taken


def _is_noun(plain: Sequence[str], at: int) -> bool:
    """Whether a word that may be a verb is a noun of saying here: a preposition follows and no subject can."""
    if any(word in ("did", "do", "does") for word in plain[:at]):
        return False
    following = plain[at + 1] if at + 1 < len(plain) else ""
    return vocabulary.find_act_noun(plain[at]) != "" and following in ("to", "on", "about", "over", "from", "of", "by")


def _is_meaningful(words: Sequence[Word]) -> bool:
    return any(word.plain not in STOP_WORDS and word.plain not in _EMPTY for word in words)


def _is_possessed(row: Sequence[Word]) -> bool:
    """`Seoul's warnings`: somebody's acts."""
    return len(row) > 1 and row[-2].plain.endswith("'s") and bool(vocabulary.find_act_noun(row[-1].plain))


def _negate(stretch: str) -> tuple[str, str]:
    """What is said where a thing is denied: "it is aimed at us" as "it is not aimed at us"; and the word negated.

    Both as they were, and no word, where nothing tells where the negation goes.
    """
    words = stretch.split()
    for at, word in enumerate(words[:-1]):
        if word.casefold() in _BEFORE_NOT:
            return " ".join([*words[: at + 1], "not", *words[at + 1 :]]), words[at + 1]
    return stretch, ""
