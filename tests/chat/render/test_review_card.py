"""Cards and posts of a review show the source's characters and nothing of it does anything; custom ids fit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.near_statements import NearStatement
from bot.chat import custom_ids
from bot.chat.custom_ids import Review
from bot.chat.limits import MAX_CUSTOM_ID_CHARACTERS, MAX_MESSAGE_CHARACTERS, MAX_SNOWFLAKE
from bot.chat.render.review_card import CardContext, draw_card, mark_passage
from bot.chat.render.review_post import draw_line, draw_post, draw_sure
from bot.ingest.drafting.model import Band
from bot.ingest.review.model import DraftFile, ReviewDraft
from tests.chat.render.test_markdown import texts
from tests.support.discord_markdown import read_markdown

ACTS = list(custom_ids._ACTS.values())


def make_draft(words: str, key: str = "d01", **changes: Any) -> ReviewDraft:
    report = {"kind": "mixed", "passage": f"x {words} x", "quotes": [words] if words else [], "clause": words}
    entry = {"id": "a-statement", "speaker": [words or "a"], "act": "STATE", "tone": "say", "paraphrase": words,
             "report": report, **changes}  # fmt: skip
    return ReviewDraft(key, Band.SURE, entry, {"speaker": words, "act": words})


def list_texts(view: Any) -> list[str]:
    return [part.content for part in view.walk_children() if hasattr(part, "content")]


@given(texts)
def test_the_passage_of_a_card_is_the_sources_own(words: str) -> None:
    draft = make_draft(words)
    shown = read_markdown(mark_passage(draft))
    assert shown.text.strip("\u2068\u2069") == draft.passage.strip("\u2068\u2069")
    assert set(shown.does) <= {"underline"}


@given(texts)
async def test_a_card_and_a_post_show_hostile_text_that_does_nothing(words: str) -> None:
    draft = make_draft(words)
    file = DraftFile({"id": "s", "title": words, "publisher": words, "published": {"day": "2031-03-06", "how": words}},
                     (draft,), notes=(words,))  # fmt: skip
    near = NearStatement("held-one", words, words, words, words)
    context = CardContext("en", {"a": words}, words, (near,), words)
    names = {"a": words, words: words}
    for view in (draw_card(file, draft, context).view, draw_post(file, "en"), draw_sure(file, names, 0)):
        for content in list_texts(view):
            does = set(read_markdown(content).does)
            assert does <= {"underline", "quote", "subtext", "heading", "code"}, content


@pytest.mark.parametrize("length", [0, 1, 500, 5_000, 20_000])
async def test_a_card_fits_a_message_however_long_its_texts(length: int) -> None:
    draft = make_draft("*" * length)
    file = DraftFile({"id": "s", "title": "_" * length}, (draft,), notes=("_" * length,) * 9)
    near = NearStatement("held-one", "_" * length, "_" * length, "_" * length, "_" * length)
    context = CardContext("en", {}, "_" * length, (near,) * 30, "_" * length)
    card = draw_card(file, draft, context)
    for view in (card.view, draw_post(file, "en", ("_" * length,) * 9)):
        assert sum(map(len, list_texts(view))) <= MAX_MESSAGE_CHARACTERS
    assert bool(card.files) is (length >= 5_000)


def test_a_line_puts_whole_quotations_between_marks_and_no_others() -> None:
    assert "“short words”" in draw_line(make_draft("short words"), {})
    assert "“" not in draw_line(make_draft("long " * 100), {})


@given(st.sampled_from(ACTS), st.integers(0, 36**5 - 1), st.integers(0, MAX_SNOWFLAKE))
def test_custom_ids_of_a_review_fit_and_are_read_back(act: Any, version: int, post: int) -> None:
    step = Review(act, "s" * 64, "d1234567", version, post)
    written = custom_ids.review(step)
    assert len(written) <= MAX_CUSTOM_ID_CHARACTERS
    read = [
        custom_ids.parse(written, 2),
        custom_ids.parse(written, 3, ["a.1"]),
        custom_ids.parse_form(written),
    ]
    assert [one for one in read if one is not None]
    assert all(one is None or (isinstance(one, Review) and one.act == act and one.post == post) for one in read)


@given(st.text(max_size=120))
def test_forged_custom_ids_of_a_review_are_nothing(tail: str) -> None:
    found = custom_ids.parse(f"rv:{tail}", 2)
    assert found is None or (isinstance(found, Review) and (found.post or found.version or tail))
