"""A document is taken in once: kept as it came, drafted against the corpus, put up for review."""

from __future__ import annotations

import hashlib

import pytest
import yaml

from bot.ingest.documents import DocumentError
from bot.ingest.drafting.model import Band, Draft, Drafted, DraftInput, Hint, Kind, Known, Party, PartyKind, Span
from bot.ingest.review.draft_files import read_draft_file
from bot.ingest.review.intake import Intake
from bot.ingest.review.model import ReviewError
from tests.support.draft_corpus import TEXT, DraftCorpus

ARTICLE = (
    "Envoy doubts the toll\n\nPORT SORREL, March 8, 2031 (Tide Wire) – The toll “is a slap in the face,” "
    "Ada Quillfeather said on Friday.\n\nNobody answered her in the harbour, where the lamps were lit early.\n"
)


class OneDraft:
    """Drafts one quotation, and remembers what it was given."""

    def __init__(self) -> None:
        self.given: list[tuple[DraftInput, Known]] = []

    async def draft(self, document: DraftInput, known: Known) -> Drafted:
        self.given.append((document, known))
        start = document.text.index("The toll “")
        end = document.text.index("Friday.") + len("Friday.")
        quoted = document.text.index("is a slap")
        ada = next(party for party in known.parties if party.name == "Ada Quillfeather")
        speaker = Party(ada.name, PartyKind.PERSON, ada.id, (ada.name,), None, "AD")
        words = Span(quoted, quoted + len("is a slap in the face,"))
        draft = Draft(Kind.DIRECT, Span(start, end), words, (words,), (speaker,), band=Band.SURE)
        return Drafted((draft,), (), (), "en", Hint.NEWS)


@pytest.fixture
def drafter() -> OneDraft:
    return OneDraft()


@pytest.fixture
def intake(corpus: DraftCorpus, drafter: OneDraft) -> Intake:
    return Intake(corpus.data, corpus.root, drafter)


async def test_a_document_is_kept_byte_for_byte_and_its_drafts_wait(intake: Intake, corpus: DraftCorpus) -> None:
    taken = await intake.take(ARTICLE.encode(), "article.txt")
    source = taken.file.source
    kept = (corpus.root / str(source["file"])).read_bytes()
    assert kept == ARTICLE.encode()
    assert source["sha256"] == hashlib.sha256(kept).hexdigest()
    assert source["published"]["day"] == "2031-03-08"
    assert read_draft_file(taken.path) == taken.file
    assert [draft.entry["speaker"] for draft in taken.file.drafts] == [["ada-quillfeather"]]
    assert not corpus.source_file.exists()


async def test_the_drafter_is_given_the_text_and_what_the_corpus_holds(intake: Intake, drafter: OneDraft) -> None:
    await intake.take(ARTICLE.encode(), "article.txt")
    ((document, known),) = drafter.given
    assert document.text == ARTICLE
    assert {"ada-quillfeather", "harbour-ministry"} <= {party.id for party in known.parties}
    assert "Andorra" in {name for country in known.countries for name in country.names}


async def test_a_page_is_kept_as_it_came_beside_the_text_that_was_taken_from_it(
    intake: Intake, corpus: DraftCorpus
) -> None:
    body = "".join(f"<p>{line}</p>" for line in ARTICLE.split("\n\n")[1:])
    page = f"<html><head><title>Envoy doubts the toll</title></head><body><article>{body}</article></body></html>"
    taken = await intake.take(page.encode(), "article.html", "text/html")
    text = (corpus.root / str(taken.file.source["file"])).read_text("utf-8")
    assert (corpus.root / "seeds" / f"{taken.file.id}.html").read_bytes() == page.encode()
    assert taken.file.drafts[0].passage in text
    assert "by " in taken.file.source["notes"][0]


async def test_the_same_document_is_not_taken_in_twice(intake: Intake, corpus: DraftCorpus) -> None:
    with pytest.raises(ReviewError, match=r"there already, as seeds/harbour-herald-2031-03-06\.txt"):
        await intake.take(TEXT.encode(), "again.txt")
    assert len(list((corpus.data / "drafts").glob("*.yaml"))) == 1


async def test_nearly_the_same_text_is_said(intake: Intake) -> None:
    first = await intake.take(
        (ARTICLE + "The lamps burn oil from the north, and the oil is dear this year. " * 3).encode(), "a.txt"
    )
    second = await intake.take(
        (ARTICLE + "The lamps burn oil from the north, and the oil is dear this year. " * 4).encode(), "b.txt"
    )
    assert any(f"Nearly the text of seeds/{first.file.id}.txt" in warning for warning in second.warnings)


async def test_what_cannot_be_read_leaves_nothing(intake: Intake, corpus: DraftCorpus) -> None:
    before = sorted(path for path in corpus.root.rglob("*") if path.name != ".lock")
    with pytest.raises(DocumentError):
        await intake.take(b"\x00\x01\x02" * 100, "noise.bin")
    assert sorted(path for path in corpus.root.rglob("*") if path.name != ".lock") == before


async def test_a_corpus_with_mistakes_is_mended_first(intake: Intake, corpus: DraftCorpus) -> None:
    (corpus.data / "tones.yaml").write_text("tones: [broken", "utf-8")
    with pytest.raises(ReviewError, match="python -m bot check"):
        await intake.take(ARTICLE.encode(), "article.txt")


async def test_an_approved_draft_is_found_in_the_corpus(intake: Intake, corpus: DraftCorpus) -> None:
    from bot.ingest.review.reviewer import Reviewer

    taken = await intake.take(ARTICLE.encode(), "article.txt")
    reviewer = Reviewer(corpus.data, corpus.root, taken.file.id)
    entry = {**taken.file.drafts[0].entry, "tone": "refuse", "paraphrase": "Ada Quillfeather took offence at the toll."}
    reviewer.edit("d01", 1, entry)
    reviewer.approve("d01", 2, "ana")
    (written,) = yaml.safe_load((corpus.data / "sources" / f"{taken.file.id}.yaml").read_text("utf-8"))["statements"]
    assert written["report"]["quotes"] == ["is a slap in the face,"]
