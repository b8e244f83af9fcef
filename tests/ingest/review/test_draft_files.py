"""Draft files: what is written is read back, days and odd words included."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.drafting.model import Band
from bot.ingest.review.draft_files import read_draft_file, write_draft_file
from bot.ingest.review.model import Decision, DraftFile, Reason, ReviewDraft, Status
from tests.support.draft_corpus import make_entry

# What YAML cannot hold as it stands (controls, lone surrogates) cannot stand in a document that was read either.
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufeff"), max_size=200
)


@given(passage=TEXTS.map(lambda text: f"x{text}\ny {text}"), words=TEXTS, why=TEXTS)
def test_any_words_are_read_back_as_written(passage: str, words: str, why: str) -> None:
    entry = make_entry()
    entry["report"] = {**entry["report"], "passage": passage, "quotes": [words]}
    draft = ReviewDraft("d01", Band.LOOK, entry, {"speaker": why}, {"people": {"ada": {"name": words}}}, "no-such")
    decided = ReviewDraft(
        "d02", Band.SURE, make_entry(), status=Status.REFUSED, version=3, edited=("to", "report.kind"),
        decision=Decision("ana", "2031-03-07T08:00:00+00:00", Reason.TWICE),
    )  # fmt: skip
    source = {"id": "harbour", "title": words, "published": {"day": "2031-03-06"}, "sha256": "0123"}
    file = DraftFile(source, (draft, decided), ((words, why),), (why,))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "drafts" / "harbour.yaml"
        write_draft_file(path, file)
        assert read_draft_file(path) == file
