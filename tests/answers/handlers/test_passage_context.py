"""A passage stands in its context, verbatim, cut where a reader can pause."""

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.handlers.passage_context import cut_context
from bot.corpus.checking.anchors import quoted_spans

BODY = (
    "First paragraph of the story. It has two sentences.\n\n"
    "Orban said: “We stay. We build. We pay.” Nobody answered.\n\n"
    "The passage.\n\n"
    "After it comes more. “One. Two. Three,” she said. The end of it.\n\n"
    "A last paragraph, rather far away from everything."
)
START = BODY.index("The passage.")
END = START + len("The passage.")


def test_everything_is_shown_where_it_fits() -> None:
    before, after = cut_context(BODY, START, END)
    assert before + "The passage." + after == BODY


def test_whole_paragraphs_are_shown_where_they_fit() -> None:
    before, after = cut_context(BODY, START, END, 75)
    assert before.startswith("Orban said:")
    assert after.endswith("The end of it.")


def test_sentences_are_shown_where_no_paragraph_fits() -> None:
    before, after = cut_context(BODY, START, END, 30)
    assert before == "Nobody answered.\n\n"
    assert after.strip() == "After it comes more."


def test_a_quotation_over_several_paragraphs_is_not_cut_between_them() -> None:
    body = "He spoke.\n\n“The first half of it.\n\n“The second half.”\n\nPassage."
    start = body.index("Passage.")
    before, _ = cut_context(body, start, len(body), 45)
    assert before.startswith("“The first") or "“" not in before
    before, _ = cut_context(body, start, len(body), 25)
    assert "second" not in before


words = st.sampled_from(["Orban", "spoke.", "“We", "stay.”", "\n", "\n\n", '"No.', 'Never."', "Why?", "(yes).", "it"])


@settings(deadline=None)
@given(st.lists(words, min_size=1, max_size=60), st.data(), st.integers(0, 200))
def test_context_is_verbatim_short_enough_and_never_cut_within_a_quotation(parts: Any, data: Any, length: Any) -> None:
    body = " ".join(parts)
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, len(body)))
    before, after = cut_context(body, start, end, length)
    assert body[:start].endswith(before)
    assert body[end:].startswith(after)
    assert len(before) <= length
    assert len(after) <= length
    for cut in ([start - len(before)] if before else []) + ([end + len(after)] if after.strip() else []):
        inside = [span for span in quoted_spans(body) if span.start < cut < span.end]
        assert (
            not inside
            or not re.search(r"\S", body[inside[0].start : cut])
            or not re.search(r"\S", body[cut : inside[0].end])
        )
