"""Documents of other shapes than an article, held from the check to an answer: transcript, readout, communiqué."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli.main import main
from tests.support.sample_record import ORGANISATIONS, PEOPLE, TONES, check_folder, write, write_vocabulary

TRANSCRIPT = """\
Press briefing by Foreign Minister Ana Orel
Ljubljana, March 4, 2031

2:05 P.M. CET

MS. OREL:  Good afternoon, everybody.  We shall open the two border
crossings on Monday.  (Applause.)  We have waited long enough.

Q    Does the neighbour agree, Minister?

MS. OREL:  They were told on Friday, and they have raised no ob\u00ad
jection.  One official called it “a good day for the valley.”

                              END
"""
READOUT = """\
Readout of the call between Foreign Minister Orel and Foreign Secretary Tahan

Today, Foreign Minister Ana Orel spoke by telephone with Foreign Secretary Salma Tahan.
The Minister underlined that the crossings will stay open in every season and urged that the joint
commission meet before the summer. They agreed to speak again in June.
"""
COMMUNIQUE = """\
JOINT COMMUNIQUÉ

1. The two sides reaffirm that the border of 2014 is settled and final.

2. Neither side shall build on the islands of the river without the written consent of the other.

3. The commission will meet twice a year.
"""
SECRETARY = {"name": "Salma Tahan", "roles": [{"title": "Foreign Secretary", "country": "AT", "attested": "2031"}]}


def source(name: str, text: str, **rest: Any) -> dict[str, Any]:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return {
        "id": name,
        "title": text.splitlines()[0],
        "file": f"seeds/papers/{name} of 2031.txt",
        "sha256": digest,
    } | rest


def statement(name: str, report: dict[str, Any], **rest: Any) -> dict[str, Any]:
    said = {"id": name, "speaker": "ana-orel", "act": "STATE", "tone": "stress", "day": "2031-03-04"}
    return said | rest | {"report": report}


DOCUMENTS = [
    (TRANSCRIPT, source("briefing", TRANSCRIPT, form="transcript"), [
        statement("orel-opens-crossings", {
            "kind": "verbatim", "as_written": {"speaker": "OREL"},
            "passage": "We shall open the two border crossings on Monday.  (Applause.)  We have waited long enough.",
        }),
        statement("orel-no-objection", {
            "kind": "verbatim", "passage": "They were told on Friday, and they have raised no objection.",
        }, relations={"follows": "orel-opens-crossings"}),
    ]),
    (READOUT, source("call", READOUT, form="readout"), [
        statement("orel-crossings-stay-open", {
            "kind": "indirect", "clause": "the crossings will stay open in every season",
            "passage": "The Minister underlined that the crossings will stay open in every season and urged that the "
                       "joint commission meet before the summer.",
        }, to="salma-tahan"),
        statement("orel-urges-commission", {
            "kind": "indirect", "clause": "that the joint commission meet before the summer",
            "passage": "The Minister underlined that the crossings will stay open in every season and urged that the "
                       "joint commission meet before the summer.",
        }, to="salma-tahan", act="REQUEST"),
    ]),
    (COMMUNIQUE, source("communique", COMMUNIQUE, form="communique"), [
        statement("border-settled", {
            "kind": "verbatim", "locator": {"paragraph": "1"},
            "passage": "The two sides reaffirm that the border of 2014 is settled and final.",
        }, speaker=["ana-orel", "salma-tahan"], act="AGREE"),
        statement("no-building", {
            "kind": "verbatim", "locator": {"paragraph": "2"},
            "passage": "Neither side shall build on the islands of the river without the written consent of the other.",
        }, speaker=["ana-orel", "salma-tahan"], act="AGREE"),
    ]),
]  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_vocabulary(tmp_path, people=PEOPLE | {"salma-tahan": SECRETARY}, organisations=ORGANISATIONS, tones=TONES)
    for text, record, statements in DOCUMENTS:
        write(tmp_path / record["file"], text.encode())
        content = yaml.safe_dump({"source": record, "statements": statements}, allow_unicode=True, sort_keys=False)
        write(tmp_path / "data/sources" / f"{record['id']}.yaml", content.encode())
    settings = f"data: {{folder: {tmp_path}/data, root: {tmp_path}}}\nstore: {{folder: {tmp_path}/store}}\n"
    (tmp_path / "config.yaml").write_text(settings)
    return tmp_path


def test_documents_of_other_shapes_pass_the_check(root: Path) -> None:
    corpus = check_folder(root)
    own = {
        key: [" ".join(span.cut(corpus.texts[one.reports[0].source]).split()) for span in one.reports[0].quotations]
        for key, one in corpus.corpus.statements.items()
    }
    assert own["orel-opens-crossings"] == [
        "We shall open the two border crossings on Monday.", "We have waited long enough.",
    ]  # fmt: skip
    assert own["orel-no-objection"] == ["They were told on Friday, and they have raised no ob\u00ad jection."]
    assert own["orel-urges-commission"] == []
    assert own["border-settled"] == ["The two sides reaffirm that the border of 2014 is settled and final."]
    clauses = [corpus.corpus.statements[key].reports[0].clauses for key in ("orel-crossings-stay-open", "no-building")]
    assert [len(one) for one in clauses] == [1, 0]


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("/who-said words: two border crossings on Monday", "We shall open the two border crossings on Monday."),
        ("/who-said words: raised no objection", "they have raised no objection."),
        ("/who-said words: crossings will stay open in every season", "the crossings will stay open in every season"),
        ("/who-said words: islands of the river", "Neither side shall build on the islands of the river"),
        ("/statement id: border-settled", "Salma Tahan"),
    ],
)
def test_documents_of_other_shapes_are_answered_from(
    root: Path, question: str, shown: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "--config", str(root / "config.yaml"), question]) == 0
    assert shown in " ".join(capsys.readouterr().out.replace("**", "").split())


def test_words_of_another_speaker_in_a_transcript_are_refused(root: Path) -> None:
    file = root / "data/sources/briefing.yaml"
    changed = (
        file.read_text("utf-8")
        .replace("They were told on Friday, and they have raised no objection.", "Does the neighbour agree, Minister?")
        .replace(
            "kind: verbatim\n    passage: Does", "kind: verbatim\n    as_written: {speaker: OREL}\n    passage: Does"
        )
    )
    file.write_text(changed, "utf-8")
    assert main(["check", "--config", str(root / "config.yaml")]) == 1
