"""Quotation marks: each pair of the table, house styles, what is no quotation mark, and marks without a partner."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.annotations import Span
from bot.corpus.checking.marks import MARKS, PAIRS, MarkedSpans, can_enclose, pair_marks
from bot.corpus.checking.paragraphs import find_paragraphs


def pair(text: str) -> MarkedSpans:
    return pair_marks(text, find_paragraphs(text))


def cut(text: str) -> list[str]:
    return [span.cut(text) for span in pair(text).spans]


# Marks that are apostrophes at the end of a word: the words before them end in a comma, as quoted words do.
ROWS = [(opener, closer) for opener, closers in PAIRS.items() for closer in closers]


@pytest.mark.parametrize(("opener", "closer"), ROWS)
def test_each_pair_of_the_table_encloses_words(opener: str, closer: str) -> None:
    assert cut(f"Ana Orel said {opener}we go on,{closer} and she left.") == ["we go on,"]
    assert cut(f"{opener}We go on,{closer} Ana Orel said.") == ["We go on,"]


@pytest.mark.parametrize(("opener", "closer"), ROWS)
def test_each_pair_counts_within_others_and_around_them(opener: str, closer: str) -> None:
    outer, inner = ("“", "”"), ("「", "」")
    within = f"Ana said {outer[0]}he was {opener}at ease,{closer} then left,{outer[1]} she added."
    around = f"Ana said {opener}he was {inner[0]}at ease{inner[1]} then,{closer} she added."
    if not {opener, closer} & {"“", "”", '"', "„", "‟", "״", "＂", "``", ",,", "''"}:
        assert cut(within) == [f"he was {opener}at ease,{closer} then left,", "at ease,"]
    assert cut(around) == ["he was 「at ease」 then,", "at ease"]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “we go” and “we stay”.", ["we go", "we stay"]),
        ('He said "we go" and "we stay".', ["we go", "we stay"]),
        ("Er sagte „wir gehen“ und «wir bleiben».", ["wir gehen", "wir bleiben"]),
        ("Han sagde »vi går« og »vi bliver« i dag.", ["vi går", "vi bliver"]),
        ("Hän sanoi »me menemme» ja ”me jäämme”.", ["me menemme", "me jäämme"]),
        ("Elle a dit « nous allons » et « non ».", [" nous allons ", " non "]),
        ("Elle a dit «\u00a0nous allons\u00a0» et non.", ["\u00a0nous allons\u00a0"]),
        ("Powiedziała „idziemy”, a potem «nie».", ["idziemy", "nie"]),
        ("Er sagte ‚nein‘ und ›ja‹ und ‹doch›.", ["nein", "ja", "doch"]),
        ("外相は4日、「橋は『渡った』後に」と述べた。", ["橋は『渡った』後に", "渡った"]),
        ("외무성은 《다리를 끊은 쪽이 놓아야 한다》고 밝혔다.", ["다리를 끊은 쪽이 놓아야 한다"]),
        ("외무성은 ‘깊은 유감’이라고 밝혔다.", ["깊은 유감"]),
        ("장관은 “간다”고, ‘안 간다’고는 하지 않았다.", ["간다", "안 간다"]),
        ("他说“我们去”，然后说‘不去’。", ["我们去", "不去"]),
        ('他说"我们去"然后"不去"。', ["我们去", "不去"]),
        ("הוא אמר ״אנחנו הולכים״ בשם צה״ל.", ["אנחנו הולכים"]),
        ('הוא אמר "אנחנו" בשם ארה"ב.', ["אנחנו"]),
        ("The Secretary said ``the bridge stays open'' and left.", ["the bridge stays open"]),
        ("‘The ministers’ meeting was useful,’ she said.", ["The ministers’ meeting was useful,"]),
        ("‘He told me “never” and hung up,’ she said.", ["He told me “never” and hung up,", "never"]),
        ("‘We won’t,’ said the ministers’ aide; ‘we can’t.’", ["We won’t,", "we can’t."]),
        ("‘It’s the envoys’ fault,’ he said, ‘not the hosts’.’", ["It’s the envoys’ fault,", "not the hosts’."]),
        ("“a ‘b “c” b’ a” she said", ["a ‘b “c” b’ a", "b “c” b", "c"]),
        ('"a \'b "c" b\' a" she said', ["a 'b \"c\" b' a", 'b "c" b', "c"]),
        ("‘a “b ‘c’ b” a’ she said", ["a “b ‘c’ b” a", "b ‘c’ b", "c"]),
        ('It opens "straight and closes curly.” Then on.', ["straight and closes curly."]),
        ('It opens “curly and closes straight." Then on.', ["curly and closes straight."]),
        ("It is “turned“ at its end.", ["turned"]),
        ("“He heard “no” and left,” she said.", ["He heard “no” and left,", "no"]),
        ("A ‘confrontational course’ is set", ["confrontational course"]),
        ("'Big mistake', he says", ["Big mistake"]),
        ("“the envoys’ ‘course’ is set,” he said", ["the envoys’ ‘course’ is set,", "course"]),
        ("“to [Putin’s] recent visit,” it said", ["to [Putin’s] recent visit,"]),
        ('"a" "b"("c")—"d"', ["a", "b", "c", "d"]),
        ("“”", [""]),
    ],
)
def test_house_styles_are_read(text: str, quoted: list[str]) -> None:
    assert cut(text) == quoted


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('The 9" gun was fired at noon. Ana Orel said talks would go on.', []),
        ('It has a 9" gun and a 12" gun.', []),
        ('"The 9" gun was fired," he said.', ['The 9" gun was fired,']),
        ('"We will win in 2024" he said.', ["We will win in 2024"]),
        ('At 41°24\'12.2"N 2°10\'26.5"E she said "no".', ["no"]),
        ("The envoy, 6' 2\" tall, said “no”.", ["no"]),
        ("He is 6’2” and said “no” twice.", ["no"]),
        ("In the ’90s and the '80s the ministers’ words were kind.", []),
        ("rock ’n’ roll, ’tis said, and get ’em", []),
        ("She wore ’90s jeans and said ‘no’.", ["no"]),
        ("Moscow’s envoys’ words, and Seoul's ministers' words", []),
        ("Goin’ on and ‘away’ from it", ["away"]),
        ("nothing” and on", []),
        ("‘never closed and on", []),
        ('Ana Orel said "we go on with the talks. The ministry denied it.', []),
        ("Ana Orel said “we go on with the talks. The ministry denied it.", []),
        ('"No end, she said. "We go," she added.', ["We go,"]),
        ("“No end, she said. “We go,” she added.", ["We go,"]),
        ("«Без конца, сказала она. Всё.", []),
        ("「終わりがない。そして次。", []),
        ("Ana wrote ``we go on and left.", []),
    ],
)
def test_what_is_no_pair_opens_nothing(text: str, quoted: list[str]) -> None:
    assert cut(text) == quoted


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("She said: “One part.\n\n“And the next,” she added.", ["One part.", "And the next,"]),
        ('"One part.\n\n"The second.\n\n"And the last," she said.', ["One part.", "The second.", "And the last,"]),
        ("« Un.\n\n» Et deux », dit-elle.", [" Un.", " Et deux "]),
        ("«Раз.\n\n«И два», сказала она.", ["Раз.", "И два"]),
        ("‘One.\n\n‘And two,’ she said.", ["One.", "And two,"]),
        ("“He said ‘no.\n\n“And two,” she said.", ["He said ‘no.", "And two,"]),
        ("She said: “One part.\n\nThe ministry denied it.\n\n“No,” it said.", ["No,"]),
        ("She said: “One part.\n\n“And another without an end.\n\nIt rained.", []),
        ("She said: “One part.\n\n‘Two,’ he said.", ["Two,"]),
    ],
)
def test_a_quotation_goes_on_where_the_next_paragraph_repeats_its_mark(text: str, quoted: list[str]) -> None:
    assert cut(text) == quoted


@pytest.mark.parametrize(
    "text",
    [
        "‘the boys’ and the girls’ school was shut",
        "’Vi går’ sa statsministeren",
        '"Yes, we "go" there," he said',
        "‘the envoys’ of the two states’ and no more",
        "he came to ‘the hosts’ and left the guests’ room",
    ],
)
def test_a_paragraph_with_two_good_readings_gives_both(text: str) -> None:
    found = pair(text)
    ((first, second),) = found.doubtful
    assert first != second
    assert set(found.spans) == set(first) & set(second)


ANY = st.text("ab s9’‘'\"“”„«»‹›`,「」\n.[-", max_size=80)


@given(ANY)
def test_no_pair_leaves_its_paragraph_or_crosses_another(text: str) -> None:
    paragraphs = find_paragraphs(text)
    spans = pair_marks(text, paragraphs).spans
    for span in spans:
        assert any(one.start < span.start <= span.end <= one.end for one in paragraphs)
        assert any(text.endswith(opener, 0, span.start) for opener in PAIRS)
    for one in spans:
        for other in spans:
            assert one.end <= other.start or other.end <= one.start or contains(one, other) or contains(other, one)


def contains(one: Span, other: Span) -> bool:
    return one.start <= other.start and other.end <= one.end


@given(ANY)
def test_every_pair_is_closed_or_goes_on_in_the_next_paragraph(text: str) -> None:
    paragraphs = find_paragraphs(text)
    for span in pair_marks(text, paragraphs).spans:
        closed = any(text.startswith(closer, span.end) for closers in PAIRS.values() for closer in closers)
        after = next((one for one in paragraphs if one.start >= span.end and one.end > span.end), None)
        goes_on = (
            after is not None and after.start > span.end and text[after.start : after.end].strip()[0] in "".join(MARKS)
        )
        assert closed or goes_on


@given(ANY, ANY)
def test_paragraphs_that_end_their_quotations_do_not_change_one_another(one: str, other: str) -> None:
    one, other = one.replace("\n", " "), other.replace("\n", " ")
    both = f"{one}\n\nPlain words.\n\n{other}"
    apart = [*cut(one), *cut(other)] if one.strip() and other.strip() else None
    if apart is not None:
        assert cut(both) == apart


@given(st.lists(st.sampled_from(ROWS), min_size=1, max_size=4))
def test_pairs_nested_in_turn_are_all_found(rows: list[tuple[str, str]]) -> None:
    rows = [row for row in rows if len(row[0]) == 1 and row[0] not in "’'`\"" and row[0] != row[1]]
    if len({mark for row in rows for mark in row}) != 2 * len(rows):
        return
    text = "word"
    for opener, closer in rows:
        text = f"it is {opener}{text},{closer} so"
    assert len(cut(f"Ana said {text}.")) == len(rows)


@given(ANY)
def test_what_is_paired_can_be_enclosed(text: str) -> None:
    for span in pair(text).spans:
        if any(text.startswith(mark, span.end) for mark in MARKS):
            assert can_enclose(text, span)


@pytest.mark.parametrize("text", ["“a 'b' \"c", "\"a' ‘b’s’ ", "“", "’s’ ‘"])
def test_a_long_text_full_of_marks_is_paired_in_bounded_time(text: str) -> None:
    began = time.process_time()
    pair(text * 10_000)
    pair(f"{text * 20}\n\n" * 1_000)
    assert time.process_time() - began < 20
