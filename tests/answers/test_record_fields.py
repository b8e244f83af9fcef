"""From a record to an answer: verbatim words, clauses, whole quotations, relations, former ids, parties, the rest."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from io import StringIO
from pathlib import Path

import pytest_asyncio
from rich.console import Console

from bot.answers.formatting.to_terminal import print_answer
from bot.answers.model import Answer, Question, StatementItem
from bot.answers.service import AnswerService
from bot.chat.render.statement_card import draw_statement
from bot.store.build.builder import build
from bot.store.manager import StoreManager
from bot.store.names.team_names import serve_team_names
from tests.support.editable_corpus import EditableCorpus, fill

TODAY = date(2031, 4, 2)
TRANSCRIPT = (
    "MS. OREL:  We will not yield on the harbour.  (Laughter.)  Next question.\n\n"
    "Q    Will you go to the talks?\n\nMS. OREL:  I will go if I am asked.\n"
)
ARTICLE = (
    "The minister said that the toll must go, that the lamps will be lit and that no envoy is called back. "
    "“We shall go home, and nobody shall stop us; the sea is ours,” she said.\n"
)
INDIRECT = ARTICLE.partition(" “")[0]
RECORDS = """\
source: {{id: briefing, title: Daily briefing, form: transcript, file: seeds/a/t.txt, sha256: {transcript}}}
people:
  senior-lamp-official:
    name: a senior official of the Sea Office
    unnamed: yes
    roles: [{{title: Official, country: LI}}]
countries:
  NATO: {{kind: alliance, members: [LI]}}
  XQ: {{name: Lamp Coast, kind: territory, sign: 🏮}}
  AD: {{name: Andorra (team)}}
withdrawn:
  lamps-go-out: {{because: The source was a hoax., day: 2031-04-01, instead: quillfeather-not-yield}}
statements:
  - id: quillfeather-will-go
    speaker: ada-quillfeather
    to: NATO
    act: STATE
    tone: refuse
    day: 2031-03-04
    vote: abstained
    note: Our correspondent was in the room.
    was: [quillfeather-goes]
    merged: quillfeather-travels
    corrections: [{{day: 2031-04-01, what: The addressee was missing.}}]
    report: {{kind: verbatim, passage: "MS. OREL:  I will go if I am asked."}}
  - id: quillfeather-not-yield
    speaker: ada-quillfeather
    act: REJECT
    tone: refuse
    day: 2031-03-04
    about: [NATO, sea-office]
    to: XQ
    side: SUHH
    report:
      kind: verbatim
      passage: "MS. OREL:  We will not yield on the harbour.  (Laughter.)  Next question."
"""
ARTICLES = """\
source: {{id: article, title: The lamps, file: seeds/ö b.txt, sha256: {article}, language: pt-BR}}
defaults: {{speaker: ada-quillfeather, act: STATE, tone: refuse, day: 2031-03-05}}
statements:
  - id: toll-must-go
    relations: {{answers: quillfeather-will-go}}
    report: {{kind: indirect, passage: "{indirect}", clause: the toll must go}}
  - id: no-envoy-called
    report:
      kind: indirect
      passage: "{indirect}"
      clause: no envoy is called back
      translated: {{language: ko, by: interpreter}}
      translations: [{{language: fr, text: Aucun envoyé, by: team}}]
      locator: {{page: 3}}
  - id: sea-is-ours
    report: {{kind: direct, passage: "{direct}", quotes: the sea is ours}}
  - same_as: quillfeather-will-go
    report: {{kind: indirect, passage: "{indirect}", clause: the lamps will be lit, speaker: senior-lamp-official}}
"""

Ask = Callable[..., Awaitable[Answer]]


@pytest_asyncio.fixture
async def ask(tmp_path: Path) -> AsyncIterator[Ask]:
    corpus = fill(EditableCorpus(tmp_path))
    corpus.write("seeds/a/t.txt", TRANSCRIPT)
    corpus.write("seeds/ö b.txt", ARTICLE)
    digests = {"transcript": TRANSCRIPT, "article": ARTICLE}
    made = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in digests.items()}
    direct = ARTICLE.removeprefix(f"{INDIRECT} ").rstrip()
    corpus.write("data/sources/records.yaml", RECORDS.format(**made))
    corpus.write("data/sources/articles.yaml", ARTICLES.format(**made, indirect=INDIRECT, direct=direct))
    folder = tmp_path / "store"
    build(corpus.data, corpus.root, folder)
    manager = StoreManager(folder, readers=1, deadline=20.0)
    await manager.open()
    service = AnswerService(
        manager, data=corpus.data, root=corpus.root, folder=folder, today=lambda: TODAY, locale="en"
    )

    async def ask_service(command: str, **options: str) -> Answer:
        return await service.answer(Question(command, options, TODAY), 20)

    yield ask_service
    await service.close()
    await manager.close()
    serve_team_names({})


def read(answer: Answer) -> str:
    out = StringIO()
    print_answer(answer, Console(file=out, width=400))
    return out.getvalue()


def draw_first(answer: Answer) -> str:
    item = answer.entries[0].item
    assert isinstance(item, StatementItem)
    card = draw_statement(item, "en", 0, opened=False)
    return "\n".join((card.head, card.body, card.tail))


async def test_verbatim_words_are_shown_as_the_speakers_own_without_marks(ask: Ask) -> None:
    answer = await ask("who-said", words="We will not yield")
    card = draw_first(answer)
    assert answer.entries[0].group == "Exact words, the speaker's own"
    assert "The speaker's own words, from a transcript:" in card
    assert "> **We will not yield** on the harbour. \\[…\\] Next question." in card
    assert "OREL" not in card
    assert "“" not in card
    assert "Laughter" not in card


async def test_a_card_shows_a_passage_with_its_clause_in_bold(ask: Ask) -> None:
    card = draw_first(await ask("statement", id="toll-must-go"))
    assert "that **the toll must go**, that the lamps will be lit" in card


async def test_of_two_statements_of_one_passage_the_one_whose_clause_holds_the_words_comes_first(ask: Ask) -> None:
    for words, first in (("no envoy called back", "no-envoy-called"), ("toll must go", "toll-must-go")):
        found = [entry.item.statement.id for entry in (await ask("who-said", words=words)).entries]
        assert found[0] == first, (words, found)


async def test_a_card_shows_a_quotation_whole_with_the_statements_part_in_bold(ask: Ask) -> None:
    card = draw_first(await ask("statement", id="sea-is-ours"))
    assert "“We shall go home, and nobody shall stop us; **the sea is ours**,”" in card


async def test_a_statement_is_found_by_its_former_and_merged_ids(ask: Ask) -> None:
    for key in ("quillfeather-will-go", "quillfeather-goes", "quillfeather-travels"):
        assert (await ask("statement", id=key)).entries[0].item.statement.id == "quillfeather-will-go"


async def test_what_else_is_recorded_of_a_statement_is_on_its_card(ask: Ask) -> None:
    card = draw_first(await ask("statement", id="quillfeather-will-go"))
    for line in ("Abstained", "Answered by: toll-must-go", "The team's note: Our correspondent was in the room.",
                 "Corrected on 1 April 2031: The addressee was missing."):  # fmt: skip
        assert line in card.replace("\\", "")


async def test_a_report_shows_its_own_speaker_its_place_and_whose_translation_it_is(ask: Ask) -> None:
    text = read(await ask("statement", id="quillfeather-will-go"))
    assert "This source names a senior official of the Sea Office as the speaker" in text
    text = read(await ask("statement", id="no-envoy-called"))
    assert "page 3" in text
    assert "Translated from Korean by an interpreter" in text
    assert "Translation into French by the team: Aucun envoyé" in text


async def test_a_party_that_is_no_state_is_asked_for_like_a_country(ask: Ask) -> None:
    found = [entry.item.statement.id for entry in (await ask("timeline", country="NATO")).entries]
    assert found == ["quillfeather-will-go", "quillfeather-not-yield"]


async def test_parties_are_shown_by_the_teams_names_and_signs(ask: Ask) -> None:
    card = draw_first(await ask("statement", id="quillfeather-not-yield"))
    assert "Lamp Coast" in card
    assert "◆ Ada Quillfeather" in card
    assert "Soviet Union" in card
    assert "Andorra (team)" in draw_first(await ask("statement", id="sea-is-ours"))
    tally = read(await ask("summary-by-country"))
    assert "◆ Soviet Union" in tally
    assert (await ask("timeline", country="Lamp Coast")).entries
    assert (await ask("timeline", country="Soviet Union")).entries


async def test_a_withdrawn_statement_is_answered_with_the_reason(ask: Ask) -> None:
    answer = await ask("statement", id="lamps-go-out")
    assert answer.title == "The statement lamps-go-out was withdrawn on 1 April 2031"
    assert answer.notes == ("The team's reason: The source was a hoax.",)
    assert [choice.value for choice in answer.choices] == ["quillfeather-not-yield"]
