"""What the engine promises for each kind of document, on invented officials of invented countries."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.ingest.drafting.engine import draft
from bot.ingest.drafting.model import Band, DraftInput, Kind, PartyKind, Span
from bot.ingest.drafting.syntax.parser import SpacyParser
from tests.support.drafting_cases import KNOWN, Drafting, said


def lines(drafting: Drafting, text: str, **given: str) -> list[tuple[str, str, str]]:
    return said(drafting(text, **given), text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # the verb before, behind and in the middle
        ("Ilse Marrow said: “The talks go on.”", ("direct", "Ilse Marrow", "The talks go on.")),
        ("“The talks go on,” said Ilse Marrow, the foreign minister.", ("direct", "Ilse Marrow", "The talks go on,")),
        ("“The talks,” Ilse Marrow said, “go on.”", ("direct", "Ilse Marrow", "The talks, … go on.")),
        # offices tied to their holder, before and behind the name
        ("The foreign minister of Orlavia, Ilse Marrow, said the talks would go on.", ("indirect", "Ilse Marrow", "the talks would go on")),
        ("Velda’s prime minister Otto Lind rejected the note.", ("indirect", "Otto Lind", "rejected the note")),
        # verbs whose object or phrase is what was said
        ("Otto Lind called for an early meeting.", ("indirect", "Otto Lind", "called for an early meeting")),
        ("Otto Lind called the note “plain piracy”.", ("mixed", "Otto Lind", "plain piracy")),
        # nouns of saying
        ("Karsk’s warning that Velda must not act came too late.", ("indirect", "Orlavia", "Velda must not act")),
        ("A warning by Orlavia against “foreign meddling” followed.", ("mixed", "Orlavia", "foreign meddling")),
        # according to, and the sentence around the frame
        ("According to Otto Lind, the boats had no fuel.", ("indirect", "Otto Lind", "the boats had no fuel")),
        ("The boats, Otto Lind said, had no fuel.", ("indirect", "Otto Lind", "The boats, Otto Lind said, had no fuel")),
        # a sentence that ends in the frame, after a name
        ("Orlavia has expelled the consul, Jan Voss, the Orlavian Foreign Ministry announced on Tuesday.", ("act", "Orlavia", "Orlavia has expelled the consul")),
    ],
)  # fmt: skip
def test_engine_ties_words_to_their_speaker(drafting: Drafting, text: str, wanted: tuple[str, str, str]) -> None:
    assert wanted in lines(drafting, text)


@pytest.mark.parametrize(
    ("text", "speaker", "act"),
    [
        ("Orlavia summoned the Veldanian ambassador.", "Orlavia", "PROTEST"),
        (
            "The ambassador was summoned by the Orlavian Foreign Ministry on Tuesday.",
            "Foreign Ministry of Orlavia",
            "PROTEST",
        ),
        ("Orlavia and Veldania signed a treaty on Monday.", "Orlavia + Veldania", "AGREE"),
        ("Ilse Marrow met Otto Lind in Velda on Monday.", "Ilse Marrow + Otto Lind", "CONSULT"),
        ("Veldania expelled two diplomats.", "Veldania", "COERCE"),
        ("Veldania recalled its ambassador on Friday.", "Veldania", "PROTEST"),
        ("Orlavia imposed sanctions on two banks.", "Orlavia", "SANCTION"),
    ],
)
def test_engine_drafts_acts_without_speech(drafting: Drafting, text: str, speaker: str, act: str) -> None:
    (one,) = drafting(text).drafts
    assert (one.kind, " + ".join(party.name for party in one.speakers), one.act) == (Kind.ACT, speaker, act)


def test_engine_parts_several_reports_of_one_sentence(drafting: Drafting) -> None:
    text = "Otto Lind condemned the note, urged Orlavia to wait and said that the boats “have no fuel”."
    assert lines(drafting, text) == [
        ("indirect", "Otto Lind", "condemned the note"),
        ("indirect", "Otto Lind", "urged Orlavia to wait"),
        ("mixed", "Otto Lind", "have no fuel"),
    ]


def test_engine_lets_the_inner_speaker_speak(drafting: Drafting) -> None:
    text = "Ilse Marrow told the Karsk Courier that Otto Lind had warned of “an answer in kind.”"
    (one,) = drafting(text).drafts
    assert [party.name for party in one.speakers] == ["Otto Lind"]
    assert [party.name for party in one.via] == ["Karsk Courier", "Ilse Marrow"]


def test_engine_takes_an_institutions_words_for_its_own(drafting: Drafting) -> None:
    text = "Orlavia regrets the delay, the Orlavian Foreign Ministry said in a statement."
    (one,) = drafting(text).drafts
    assert [party.party for party in one.speakers] == ["orlavia-mfa"]
    assert one.via == ()


@pytest.mark.parametrize(
    "text",
    [
        "VNA reported that Otto Lind had rejected the note.",
        "Otto Lind has rejected the note, VNA reported.",
        "Otto Lind has rejected the note, according to VNA.",
        "VNA, citing Otto Lind, reported that he had rejected the note.",
        "“I reject the note,” VNA quoted Otto Lind as saying.",
    ],
)
def test_engine_never_takes_the_outlet_for_the_speaker(drafting: Drafting, text: str) -> None:
    drafts = drafting(text).drafts
    assert drafts
    for one in drafts:
        assert [party.party for party in one.speakers] == ["lind"]
        assert [party.party for party in one.via] == ["vna"]


def test_engine_drafts_nothing_of_an_outlet_alone(drafting: Drafting) -> None:
    assert drafting("The Karsk Courier reported that prices had doubled.").drafts == ()


def test_engine_reads_lists_of_names_and_papers(drafting: Drafting) -> None:
    text = (
        "Otto Brand, harbour master of Lode, Karsk Courier: “I have a berth.”\n\n"
        "Ilse Marrow, foreign minister, Radio Velda, February 3: “So have we.”\n\n"
        "Corvin Dale, envoy, speaking to VNA:\n“There is a queue.”"
    )
    drafts = drafting(text).drafts
    assert [(one.speakers[0].name, one.via[0].name) for one in drafts] == [
        ("Otto Brand", "Karsk Courier"),
        ("Ilse Marrow", "Radio Velda"),
        ("Corvin Dale", "VNA"),
    ]
    assert drafts[1].day is not None
    assert drafts[1].day.day == "2032-02-03"


def test_engine_carries_a_speaker_through_a_paragraph_and_over_it(drafting: Drafting) -> None:
    text = "“We have time,” Ilse Marrow said. “We have charts.\n\n“And we have the law on our side.”"
    assert [speaker for _, speaker, _ in lines(drafting, text)] == ["Ilse Marrow"] * 3


def test_engine_names_whom_a_pronoun_and_an_office_stand_for(drafting: Drafting) -> None:
    text = "Ilse Marrow, the foreign minister, came late. She said the boats were safe. The minister added that the crews were, too."
    one, two = drafting(text).drafts
    assert one.rule("speaker") == "subject of “said”: “She” taken for Ilse Marrow, named one sentence before"
    assert "“The minister” taken for Ilse Marrow, tied to the office by “foreign minister”" in (
        two.rule("speaker") or ""
    )


def test_engine_never_guesses_between_two_of_one_name(drafting: Drafting) -> None:
    text = (
        "Petar Dragov, the defence minister, and Stefan Dragov, a senator, disagree about the boat that was lost in May.\n\n"
        "“It was old,” Dragov said on Monday."
    )
    (one,) = [draft for draft in drafting(text).drafts if draft.quotations]
    assert one.speakers == ()
    assert one.band is Band.NO_SPEAKER
    assert "Petar Dragov" in (one.rule("speaker") or "")
    assert "Stefan Dragov" in (one.rule("speaker") or "")


def test_engine_tells_two_of_one_name_by_title_and_honorific(drafting: Drafting) -> None:
    text = (
        "Ruud Aldersen, the transport minister, and Karin Aldersen, the ambassador in Velda, disagree about the bridge.\n\n"
        "Minister Aldersen said it would stay closed.\n\nMrs Aldersen said it would open.\n\nAmbassador Aldersen promised a feast."
    )
    assert [speaker for _, speaker, _ in lines(drafting, text)] == ["Ruud Aldersen", "Karin Aldersen", "Karin Aldersen"]


def test_engine_reads_a_transcript_by_its_labels(drafting: Drafting) -> None:
    text = """Transcript of the press briefing
Karsk, Thursday, February 5, 2032

MS. DENG: Good afternoon, everybody.

Orlavia condemns the seizure of the boats. We ask Veldania to let them go.

QUESTION: Otto Brand, Karsk Courier. Will there be sanctions?

MS. DENG: (Laughter.) We keep all options open. On Monday Otto Lind told us that the boats “had no fuel”.
"""
    drafts = drafting(text).drafts
    assert said(drafting(text), text)[:3] == [
        ("verbatim", "Deng", "Orlavia condemns the seizure of the boats."),
        ("verbatim", "Deng", "We ask Veldania to let them go."),
        ("verbatim", "Deng", "We keep all options open."),
    ]
    assert [party.name for party in drafts[3].speakers] == ["Otto Lind"]
    assert [party.name for party in drafts[3].via] == ["Deng"]
    assert {one.day.day for one in drafts[:3] if one.day} == {"2032-02-05"}


def test_engine_reads_a_speech_as_its_speakers_words(drafting: Drafting) -> None:
    text = """Address by H.E. Mr. Otto Lind, Prime Minister of Veldania, at the Conference on the Strait

Sarn, 5 February 2032

Mr. Chairman, Excellencies,

Thank you for the invitation. We call on Orlavia to join us in a common register. I reject the word “pirates”.

We will never accept that a neighbour is called a thief.
"""
    drafts = drafting(text).drafts
    assert all(one.kind is Kind.VERBATIM and one.speakers[0].party == "lind" for one in drafts)
    assert [one.act for one in drafts] == ["REQUEST", "REJECT", "REJECT"]


def test_engine_reads_a_letter_by_its_signature(drafting: Drafting) -> None:
    text = """Excellency,

I have the honour to refer to the seizure of two boats on 10 January.

My Government protests against this act in the strongest terms. We ask for a written explanation by Friday.

Please accept, Excellency, the assurances of my highest consideration.

Tomas Brandt
Ambassador of Orlavia
"""
    drafts = drafting(text).drafts
    assert drafts
    assert {party.party for one in drafts for party in one.speakers} == {"brandt"}


def test_engine_reads_a_communique_of_several_ministers(drafting: Drafting) -> None:
    text = """Joint communiqué
Velda, 5 February 2032

1. The Minister of Foreign Affairs of Orlavia, Ilse Marrow, and the Minister of Foreign Affairs of Veldania, Anton Vahl, met in Velda on 4 and 5 February 2032.

2. The Ministers welcomed the release of the boats. They agreed to meet again in the spring.
"""
    drafts = drafting(text).drafts
    assert [one.kind for one in drafts] == [Kind.ACT, Kind.INDIRECT, Kind.INDIRECT]
    assert all({party.name for party in one.speakers} == {"Ilse Marrow", "Anton Vahl"} for one in drafts)
    assert {one.day.day for one in drafts if one.day} == {"2032-02-04/2032-02-05"}


def test_engine_tells_what_one_side_recounts_of_the_other(drafting: Drafting) -> None:
    text = "“The Veldanian side expressed regret about the seizure,” the Orlavian Foreign Ministry said."
    (one,) = drafting(text).drafts
    assert [party.name for party in one.speakers] == ["Veldania"]
    assert one.recounted_by is not None
    assert one.recounted_by.party == "orlavia-mfa"
    assert one.band is not Band.SURE


def test_engine_lists_what_is_no_statement(drafting: Drafting) -> None:
    text = (
        "Minister calls note “a joke” over strait\n\n"
        "The so-called “herring lobby” holds a majority, and the minister’s memoir, “Soundings”, is full of it and of much else.\n\n"
        "Photo: The freighter Sever. “Not going anywhere,” reads a banner. (VNA)"
    )
    drafted = drafting(text)
    assert drafted.drafts == ()
    assert [one.quotation.of(text).strip(",") for one in drafted.set_aside] == [
        "a joke",
        "herring lobby",
        "Soundings",
        "Not going anywhere",
    ]
    assert all(one.reason for one in drafted.set_aside)


def test_engine_takes_the_act_from_the_speakers_own_verb(drafting: Drafting) -> None:
    text = "“We warn that every step will be answered,” Ilse Marrow said."
    (one,) = drafting(text).drafts
    assert (one.act, one.tone, one.rule("act")) == ("THREATEN", "warn", "“We warn”")


def test_engine_leaves_the_act_empty_where_nothing_tells(drafting: Drafting) -> None:
    (one,) = drafting("Ilse Marrow said the ship was blue.").drafts
    assert (one.act, one.tone) == (None, None)


def test_engine_counts_the_day_of_the_other_statement(drafting: Drafting) -> None:
    text = "Ilse Marrow rejected the note on Wednesday. Her words came a day after Otto Lind warned Orlavia not to act."
    one, two = drafting(text).drafts
    assert (one.day and one.day.day, two.day and two.day.day) == ("2032-02-04", "2032-02-03")


@pytest.mark.parametrize(
    "text",
    ["Ilse Marrow has never denied the report.", "Nobody has threatened Veldania.", "A spokesman declined to comment."],
)
def test_engine_drafts_no_denial_of_a_report(drafting: Drafting, text: str) -> None:
    assert drafting(text).drafts == ()


def test_engine_proposes_new_people_with_their_spellings(drafting: Drafting) -> None:
    text = "Petra Vahl, Veldania’s fisheries minister, said the crews were safe. Vahl added that they were fed."
    party = drafting(text).drafts[1].speakers[0]
    assert (party.party, party.name, party.kind, party.country) == (None, "Petra Vahl", PartyKind.PERSON, "XB")
    assert party.spellings == ("Petra Vahl", "Vahl")


def test_engine_in_other_languages_is_never_sure(drafting: Drafting) -> None:
    text = (
        "Der Ministerpräsident Otto Lind wies die Note am Dienstag zurück und sprach von einem Irrtum der Nachbarn. "
        "„Wir werden darauf in Ruhe antworten“, sagte Otto Lind in der Hauptstadt, bevor er nach Hause fuhr."
    )
    drafted = drafting(text)
    assert drafted.language == "de"
    (one,) = drafted.drafts
    assert (one.speakers[0].party, one.band) == ("lind", Band.LOOK)


def test_engine_reads_the_same_from_lines_broken_at_a_column(drafting: Drafting) -> None:
    whole = "Ilse Marrow said on Tuesday that her government “will not accept the new tariffs imposed by Veldania” and warned Otto Lind of “an answer in kind, step by step”."
    broken = "\n".join(textwrap.wrap(whole, 48)).replace("Veldania”", "Veld-\nania”")
    assert [speaker for _, speaker, _ in lines(drafting, broken)] == [
        speaker for _, speaker, _ in lines(drafting, whole)
    ]


PIECES = ["Ilse Marrow said ", "“", "”", "‘", "’", '"', "the boats. ", "He warned ", "on Tuesday", "\n\n", "\n", ": ", ", ", "Otto Lind", " told VNA ", "MS. DENG: ", "—", "We ask you to go. ", "According to ", "“Not so,” "]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_engine_gives_only_what_stands_in_the_text(parser: SpacyParser, text: str) -> None:
    drafted = draft(DraftInput(text, published="2032-02-05"), KNOWN, parser)
    inside = Span(0, len(text))
    for one in drafted.drafts:
        spans = [one.passage, one.clause, *one.quotations, *([one.role] if one.role else [])]
        spans += [party.written for party in (*one.speakers, *one.addressees, *one.via) if party.written]
        spans += [one.day.written] if one.day and one.day.written else []
        assert all(inside.covers(span) for span in spans)
        assert all(one.passage.covers(span) for span in (one.clause, *one.quotations))
        assert one.passage.of(text).strip()
    for aside in drafted.set_aside:
        assert inside.covers(aside.quotation)


def test_engine_takes_a_houses_own_minister_for_the_one_who_answers(drafting: Drafting) -> None:
    text = """Foreign Ministry of Orlavia
Readout of the meeting with the foreign minister of Veldania

Karsk, 5 February 2032

Foreign Minister Ilse Marrow of Orlavia met the foreign minister of Veldania, Anton Vahl, in Karsk today.

After the talks the Minister took questions.

Q: Was there an agreement?

A: We agreed on very little. I was glad of the tea.
"""
    verbatim = [one for one in drafting(text).drafts if one.kind is Kind.VERBATIM]
    assert len(verbatim) == 2
    assert {party.party for one in verbatim for party in one.speakers} == {"marrow"}


def test_engine_takes_we_in_a_speech_for_the_speakers_country(drafting: Drafting) -> None:
    text = """Speech by the Prime Minister of Veldania, Otto Lind, in Sarn

5 February 2032

Dear friends, I am glad to be here, and I shall be short.

On 14 January we recalled our consul from Karsk. I do not regret it.
"""
    (act,) = [one for one in drafting(text).drafts if one.kind is Kind.ACT]
    assert [party.name for party in act.speakers] == ["Veldania"]
    assert [party.party for party in act.via] == ["lind"]
    assert act.day is not None
    assert act.day.day == "2032-01-14"


def test_engine_parts_what_is_joined_by_that(drafting: Drafting) -> None:
    text = "Otto Lind said that the boats were in good order and that the crews were on their way home."
    assert [words for _, _, words in lines(drafting, text)] == [
        "the boats were in good order",
        "the crews were on their way home",
    ]


def test_engine_takes_a_claim_for_the_claimants(drafting: Drafting) -> None:
    text = "The Orlavian Foreign Ministry said that Veldania had closed the strait."
    (one,) = drafting(text).drafts
    assert (one.kind, [party.party for party in one.speakers]) == (Kind.INDIRECT, ["orlavia-mfa"])


def test_engine_carries_the_chain_through_one_sides_account(drafting: Drafting) -> None:
    text = "The Orlavian account of the meeting was shorter. Otto Lind said that the boats had no fuel. Ilse Marrow laughed."
    (one,) = drafting(text).drafts
    assert [party.country for party in one.via] == ["XA"]


def test_engine_reads_names_with_a_slip(drafting: Drafting) -> None:
    text = (
        "Ilse Marow, the foreign minister, said the boats were safe. The Orlavian Foreign Minstry said they were not."
    )
    assert [speaker for _, speaker, _ in lines(drafting, text)] == ["Ilse Marrow", "Foreign Ministry of Orlavia"]
