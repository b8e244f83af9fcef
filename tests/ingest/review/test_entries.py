"""Drafts become entries in the record format: the source's own words, ids that are free, and nothing made up."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.drafting.model import (
    Band,
    Draft,
    Drafted,
    DraftedDay,
    Hint,
    Kind,
    Known,
    KnownCountry,
    KnownParty,
    Party,
    PartyKind,
    Span,
)
from bot.ingest.review.entries import EntryMaker
from bot.ingest.review.model import ReviewDraft

TEXT = (
    "Harbour Minister Ada Quillfeather said on Tuesday that the toll must go. “We shall not\npay it,” she told the "
    "Gull. The envoy agreed. The envoy agreed."
)
KNOWN = Known(
    (KnownParty("ada-quillfeather", "person", "Ada Quillfeather", ("Ada Quillfeather", "A. Quillfeather")),),
    (KnownCountry("AD", ("Andorra",)),),
)
TONES = {"say": 1, "refuse": 1}


def find(words: str, after: int = 0) -> Span:
    start = TEXT.index(words, after)
    return Span(start, start + len(words))


ADA = Party(
    "Ada Quillfeather", PartyKind.PERSON, "ada-quillfeather", ("Ada Quillfeather",), find("Ada Quillfeather"), "AD"
)
TOLL = Draft(
    Kind.INDIRECT,
    find("Harbour Minister Ada Quillfeather said on Tuesday that the toll must go."),
    find("the toll must go"),
    speakers=(ADA,),
    role=find("Harbour Minister"),
    day=DraftedDay("2031-03-04", find("on Tuesday"), "The Tuesday before the dateline."),
    band=Band.SURE,
    rules=(("speaker", "subject of “said”"),),
)
PAY = Draft(
    Kind.DIRECT,
    find("“We shall not\npay it,” she told the Gull."),
    find("“We shall not\npay it,”"),
    (find("We shall not\npay it,"),),
    speakers=(replace(ADA, written=find("she")),),
    addressees=(Party("the Gull", PartyKind.MEDIA, None, ("the Gull",), find("the Gull")),),
    act="REJECT",
    tone="refuse",
    rules=(("speaker", "“she” taken for Ada Quillfeather, named one sentence before"),),
)
ENVOY = Party("Bo Marl", PartyKind.PERSON, None, ("Bo Marl", "The envoy"), find("The envoy"), "AD")
SECOND = find("The envoy agreed.", find("The envoy agreed.").end)
AGREED = Draft(Kind.ACT, SECOND, SECOND, speakers=(ENVOY,), act="AGREE", tone="unheard-of")


def make(*drafts: Draft, taken: tuple[str, ...] = ()) -> tuple[ReviewDraft, ...]:
    maker = EntryMaker(TEXT, KNOWN, TONES, taken, "gull-2031-03-06")
    return maker.make(Drafted(drafts, (), (), "en", Hint.NEWS))


def test_an_entry_holds_the_sources_words_and_how_each_was_read() -> None:
    (draft,) = make(TOLL)
    assert draft.entry == {
        "id": "ada-quillfeather-toll-must-go",
        "speaker": ["ada-quillfeather"],
        "act": "STATE",
        "tone": "say",
        "day": "2031-03-04",
        "report": {
            "kind": "indirect",
            "passage": "Harbour Minister Ada Quillfeather said on Tuesday that the toll must go.",
            "clause": "the toll must go",
            "as_written": {"speaker": "Ada Quillfeather", "role": "Harbour Minister", "day": "on Tuesday"},
            "day": "2031-03-04",
            "day_how": "The Tuesday before the dateline.",
        },
    }
    assert (draft.key, draft.band, draft.rules) == ("d01", Band.SURE, {"speaker": "subject of “said”"})


def test_a_pronoun_makes_the_speaker_inferred_and_says_why() -> None:
    (draft,) = make(PAY)
    report = draft.entry["report"]
    assert report["attribution"] == "inferred"
    assert report["inferred_how"] == "“she” taken for Ada Quillfeather, named one sentence before"
    assert report["quotes"] == ["We shall not\npay it,"]


def test_a_new_party_is_proposed_with_its_spellings_and_once_named_keeps_its_id() -> None:
    first, second = make(PAY, replace(PAY, clause=find("pay it,")))
    assert first.entry["to"] == second.entry["to"] == ["the-gull"]
    assert first.vocabulary == {
        "organisations": {"the-gull": {"name": "the Gull", "kind": "newspaper", "spellings": ["the Gull"]}}
    }


def test_of_equal_stretches_the_meant_one_is_told() -> None:
    (draft,) = make(AGREED)
    assert draft.entry["report"]["occurrence"] == 2


def test_a_tone_that_the_corpus_does_not_have_is_not_written() -> None:
    (draft,) = make(AGREED)
    assert (draft.entry["act"], draft.entry["tone"]) == ("AGREE", "say")


def test_ids_are_free_in_the_corpus_and_among_themselves() -> None:
    first, second = make(TOLL, TOLL, taken=("ada-quillfeather-toll-must-go",))
    assert [first.id, second.id] == ["ada-quillfeather-toll-must-go-2", "ada-quillfeather-toll-must-go-3"]


def test_without_a_speaker_none_is_written() -> None:
    (draft,) = make(replace(TOLL, speakers=(), role=None, band=Band.NO_SPEAKER))
    assert draft.entry["speaker"] == []
    assert "speaker" not in draft.entry["report"]["as_written"]


SPANS = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(lambda pair: Span(min(pair), max(pair)))


@given(passage=SPANS, clause=SPANS, quotation=SPANS, kind=st.sampled_from(Kind))
def test_whatever_is_drafted_every_word_of_the_report_stands_in_the_text(
    passage: Span, clause: Span, quotation: Span, kind: Kind
) -> None:
    (draft,) = make(Draft(kind, passage, clause, (quotation,), speakers=(ADA,)))
    report = draft.entry["report"]
    words = [report["passage"], report.get("clause", "")]
    words += [one["exact"] if isinstance(one, dict) else one for one in report["quotes"]]
    assert all(one in TEXT for one in words)
    assert len(words) == 3
