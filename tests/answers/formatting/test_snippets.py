"""Which words a card shows: the record's own, and what they are."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.formatting.snippets import choose_snippet, find_terms
from bot.store.records import Party, Quoted
from tests.support.invented_answers import make_conflict
from tests.support.invented_records import make_report, make_statement

SHORT = make_report("She called it “a grave mistake” on Monday.", ["a grave mistake"], n=1)
LONG = make_report(
    "“We will keep the bridge open whatever the other side of the river may do,” Orban said.",
    ["We will keep the bridge open whatever the other side of the river may do,"],
    n=2,
)
PLAIN = make_report("Orban stressed that tolls at the crossing would not rise.", n=3)


def test_the_report_that_quotes_most_is_shown() -> None:
    words = choose_snippet(make_statement(SHORT, PLAIN, LONG))
    assert (words.kind, words.report.n, words.fragment) == ("quoted", 2, False)


def test_a_short_quotation_is_a_fragment_and_wants_the_paraphrase_beside_it() -> None:
    assert choose_snippet(make_statement(SHORT)).fragment


def test_a_few_quoted_words_without_a_paraphrase_are_shown_in_their_passage() -> None:
    bare = make_report(SHORT.passage, ["a grave mistake"], kind="mixed")
    for terms in ((), ("grave mistake",)):
        words = choose_snippet(make_statement(bare, paraphrase=""), terms)
        assert (words.kind, words.passage) == ("reported", SHORT.passage)
    assert choose_snippet(make_statement(SHORT, paraphrase="")).kind == "quoted"


def test_a_clause_tells_a_statement_from_what_its_passage_quotes_of_others() -> None:
    passage = "Orban left, and Vesk called her “a grave neighbour”."
    left = Quoted("Orban left", 0, 10)
    told = make_report(passage, n=1, clauses=(left,), quotes_others=True)
    erring = make_report("Orban had already left.", n=2, conflicts=(make_conflict(),))
    assert choose_snippet(make_statement(told, erring)).report.n == 1


def test_the_quotation_that_holds_the_searched_words_is_shown() -> None:
    words = choose_snippet(make_statement(SHORT, LONG), ["grave", "mistake"])
    assert (words.kind, words.quotations) == ("quoted", ("a grave mistake",))


def test_words_that_stand_in_a_passage_only_are_shown_as_reported() -> None:
    words = choose_snippet(make_statement(SHORT, LONG, PLAIN), ["tolls"])
    assert (words.kind, words.passage) == ("reported", PLAIN.passage)


def test_words_that_stand_in_the_paraphrase_only_are_shown_as_a_paraphrase() -> None:
    words = choose_snippet(make_statement(SHORT, paraphrase="Arkonia objected strongly."), ["objected"])
    assert (words.kind, words.paraphrase) == ("paraphrase", "Arkonia objected strongly.")


def test_terms_that_stand_nowhere_change_nothing() -> None:
    statement = make_statement(SHORT, LONG)
    assert choose_snippet(statement, ["zeppelin"]) == choose_snippet(statement)


def test_without_any_quotation_the_passage_is_shown_as_reported() -> None:
    assert choose_snippet(make_statement(PLAIN)).kind == "reported"


def test_a_speakers_own_words_win_over_another_partys_account_of_them() -> None:
    recounted = make_report(LONG.passage, [LONG.quotations[0].exact], n=4, recounted_by=Party("organisation", "x", "X"))
    assert choose_snippet(make_statement(recounted, SHORT)).report.n == 1


def test_a_stated_speaker_wins_over_an_inferred_one() -> None:
    inferred = make_report(LONG.passage, [LONG.quotations[0].exact], n=4, attribution="inferred")
    assert choose_snippet(make_statement(inferred, SHORT)).report.n == 1


def test_terms_are_found_as_whole_words_whatever_their_case() -> None:
    text = "Grave, graver: a grave mistake."
    assert [text[a:b] for a, b in find_terms(text, ["grave", "mistake"])] == ["Grave", "grave mistake"]


@given(st.text(max_size=200), st.lists(st.text(max_size=12), max_size=5))
def test_found_terms_lie_in_order_within_the_text(text: Any, terms: Any) -> None:
    at = 0
    for start, end in find_terms(text, terms):
        assert at <= start < end <= len(text)
        at = end


def test_a_passage_with_a_stated_speaker_wins_over_one_that_holds_more_words_of_somebody_elses() -> None:
    lead = make_report("Tolls and fares will double, the rival said after Orban spoke.", n=5, attribution="inferred")
    stated = make_report("Orban said that tolls stay.", n=6)
    assert choose_snippet(make_statement(lead, stated), ["tolls", "fares"]).report.n == 6


def test_a_passage_that_quotes_somebody_else_gives_way_to_one_that_does_not() -> None:
    crowded = make_report("Orban spoke after the rival had said that “bridges burn”.", n=7, quotes_others=True)
    assert choose_snippet(make_statement(crowded, PLAIN)).report.n == PLAIN.n
