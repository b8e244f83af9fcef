"""Tests for bot.ingest.documents.structure.classification and the rules that it applies."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.documents.formats.builder import order_blocks
from bot.ingest.documents.model import BlockKind
from bot.ingest.documents.structure.classification import classify
from bot.settings import HOME

BODY = "The minister said on Thursday that the canal would stay open to the ships of all nations."
LAST = "“We will not accept a toll,” she told reporters in Veldt after the meeting with the ambassador."


def list_kinds(text: str, title: str | None = None) -> list[tuple[str | None, str]]:
    labels = classify(text, title=title)
    return [(kind and kind.value, unit.text) for unit, kind in zip(labels.units, labels.kinds, strict=True)]


def find_kind(line: str, text: str | None = None) -> str | None:
    whole = text or f"Varland rejects toll on canal\n\n{BODY}\n\n{line}\n\n{LAST}"
    (found,) = {kind for kind, unit in list_kinds(whole) if unit == line.strip()}
    return found


SEEDS = {
    "000": {
        "Thursday, July 18, 2024": "date line",
        "HomeWorldSouth Korea warns Russia after Moscow's warning against potential arms supply to...": "boilerplate",
        "South Korea warns Russia after Moscow’s warning against potential arms supply to Ukraine": "headline",
        "- Advertisment -": "boilerplate",
        "Google search engine": "boilerplate",
        "Most Popular": "read also",
        "Recent Comments": "read also",
    },
    "001": {
        "South Korea summons Russia's envoy over North Korea accord agreement": "headline",
        "Read also:": "read also",
        "- South Korea expressed concern": "read also",
        "- As a response to Russia's": "read also",
        "- In light of Russia's actions": "read also",
    },
    "002": {
        "Moscow tells Seoul to rethink ‘confrontational course’": "headline",
        "Posted on : 2024-06-28 17:18 KST": "date line",
        "Russia’s deputy foreign minister voiced concerns": "teaser",
        "Andrey Rudenko, the deputy minister of foreign affairs of Russia. (TASS/Yonhap)": "caption",
        "By Jang Ye-ji, staff reporter": "byline",
        "Please direct questions": "boilerplate",
        "button that move": "boilerplate",
        "Related stories": "read also",
        "Most viewed articles": "read also",
    },
    "003": {
        "Putin warns South Korea against 'big mistake'": "headline",
        "Home > National": "boilerplate",
        "print dictionary print": "boilerplate",
        "• 기자 사진": "boilerplate",
        "• LIM JEONG-WON": "byline",
        "Russian President Vladimir Putin speaks": "caption",
        "Related Article": "read also",
        "BY LIM JEONG-WON": "byline",
        "Log in to Twitter": "boilerplate",
        "with the Korea JoongAng Daily": "boilerplate",
        "help-image": "boilerplate",
        "s": "boilerplate",
        "lock icon": "boilerplate",
        "To write comments": "boilerplate",
        "Standards Board Policy": "boilerplate",
    },
    "004": {
        "South Korea summons Russian ambassador over Pyongyang deal": "headline",
        "*Click the Title above": "boilerplate",
        "2024-06-22T01:28:04+05:00 AFP": "date line",
        "View More News": "boilerplate",
    },
}


@pytest.mark.parametrize("number", SEEDS)
def test_classify_sets_aside_in_the_seeds_what_an_editor_would(number: str) -> None:
    (path,) = (HOME / "seeds").glob(f"{number}_*.txt")
    expected = dict(SEEDS[number])
    for kind, unit in list_kinds(Path(path).read_text("utf-8")):
        matching = [head for head in SEEDS[number] if unit == head or (len(head) > 1 and unit.startswith(head))]
        assert kind == (SEEDS[number][matching[0]] if matching else None), unit
        if matching:
            expected.pop(matching[0], None)
    assert not expected


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Ilse Marn speaks at the harbour of Veldt on Monday. (Reuters)", "caption"),
        ("File photo: the canal at Veldt", "caption"),
        ("The canal at Veldt. [AP Photo/Ilse Marn]", "caption"),
        ("The canal at Veldt seen from the air | AFP", "caption"),
        ("By Ilse Marn and Tomas Brede in Veldt", "byline"),
        ("Von Ilse Marn", "byline"),
        ("Ilse Marn <i.marn@gazette.example>", "byline"),
        ("(Reporting by Ilse Marn; editing by Tomas Brede)", "byline"),
        ("Published: 12 June 2031, 14:30", "date line"),
        ("Updated on June 12, 2031", "date line"),
        ("Home » World » Europe", "boilerplate"),
        ("Share on Facebook", "boilerplate"),
        ("© 2031 Varland Gazette. All rights reserved.", "boilerplate"),
        ("ADVERTISEMENT", "boilerplate"),
        ("Subscribe to our newsletter", "boilerplate"),
        ("Read more: Ostria opens its locks", "read also"),
        ("Lire aussi : L'Ostrie ouvre ses écluses", "read also"),
        ("What the treaty says", "subhead"),
        ("QUESTION: Will you sign?", None),
        ("SPOKESPERSON: No comment", None),
        ("1. The parties shall keep the canal open", None),
        ("By Thursday, the ministers had agreed on three points.", None),
        ("He urged citizens to sign up for the reserve before the summer.", None),
        ("The ministry advertised 40 posts for pilots on the canal.", None),
        ("“There is no more to read,” he said. (Reuters)", None),
        ("Related talks in Veldt ended without a result, the ministry said.", None),
        ("The meeting was on 12 June 2031.", None),
        ("By the river, he waited.", None),
    ],
)
def test_classify_judges_a_line_between_two_paragraphs(line: str, kind: str | None) -> None:
    assert find_kind(line) == kind


def test_classify_finds_headline_teaser_and_foot() -> None:
    text = (
        "Home\nVarland rejects toll on canal\nMinister says ships of all nations must pass freely\n"
        f"{BODY}\n{LAST}\nBy Ilse Marn\nA daily look at the harbours\n"
    )
    assert [kind for kind, _ in list_kinds(text)] == [
        *("boilerplate", "headline", "teaser", None, None, "byline", "boilerplate")
    ]


def test_classify_takes_the_title_that_the_metadata_name() -> None:
    text = f"The Varland Gazette of today\n\nVarland rejects toll\n\n{BODY}\n\n{LAST}"
    assert list_kinds(text, "Varland rejects toll")[1] == ("headline", "Varland rejects toll")


def test_classify_leaves_signatures_of_official_papers_in_the_text() -> None:
    text = f"Joint communiqué\n\n{BODY}\n\n{LAST}\n\nDone at Veldt\n\nFor the Republic of Varland"
    assert [kind for kind, _ in list_kinds(text)][-2:] == [None, None]


def test_classify_ends_other_stories_where_the_text_goes_on() -> None:
    text = f"Varland rejects toll\n\n{BODY}\n\nRelated articles\nOstria opens locks\nThe price of water\n\n{LAST}"
    assert [kind for kind, _ in list_kinds(text)] == ["headline", None, "read also", "read also", "read also", None]


def test_classify_reads_lines_broken_at_a_width_as_paragraphs() -> None:
    text = (
        "Varland rejects toll on canal\n\n"
        "The minister said on Thursday that the canal would stay open to the\n"
        "ships of all nations, and that her government had never thought of\n"
        "anything else. She spoke in Veldt, where talks with Ostria have been\n"
        "going on since the end of the winter.\n\n"
        "“We will not accept a toll,” she told reporters after the meeting\n"
        "with the ambassador, and added that the matter was closed.\n"
    )
    kinds = list_kinds(text)
    assert [kind for kind, _ in kinds] == ["headline", None, None]
    labels = classify(text)
    assert all(unit.text == text[unit.start : unit.end].replace("\n", " ") for unit in labels.units)


KINDS = {
    "transcript": """[-]Daily Press Briefing
[-]12 June 2031

MS HALVORSEN: The toll is illegal under the 1956 convention

QUESTION: So that's a yes?

MS HALVORSEN: Yes

QUESTION: Will the envoy travel?

MS HALVORSEN: I don't have travel to announce. Thank you, everybody.
[-]# # #""",
    "readout": """[-]FOR IMMEDIATE RELEASE
[-]June 12, 2031
[-]Contact: press@mfa.varland.example
[-]Readout of Foreign Minister Brede's Call with Foreign Minister Lindqvist of Ostria
The below is attributable to Spokesperson Halvorsen:
Foreign Minister Brede spoke today with Foreign Minister Lindqvist. The toll, he said, is unacceptable.""",
    "communiqué": """[-]JOINT COMMUNIQUÉ
1. The Minister of Foreign Affairs of Norland paid an official visit to Veldt from 10 to 12 June 2031.
2. The two Ministers:
(a) reaffirmed their attachment to the 1956 Convention;
(b) expressed concern over the decision of Ostria to levy a toll;
3. The Norland side thanked the Varland side for its hospitality
4. Both sides welcomed the growth of trade.
Done at Veldt on 12 June 2031, in two copies, in the Norland and Varland languages.
For the Republic of Varland
Tomas Brede""",
    "speech": """[-]Statement by H.E. Ms Aino Salo, Minister of Foreign Affairs of Norland
[-]New York, 24 September 2031
[-]Check against delivery
Mr President,
Ladies and gentlemen,
We meet at a time of doubt. Norland does not doubt.
Let me be plain: no nation owns the sea
Thank you.""",
    "British paper": """[-]Brede attacks ‘wordplay’ over canal
[-]Foreign minister says toll would be ‘a breach of faith’ as ships wait at Lund lock
[-]Ilse Marn in Veldt
[-]Thu 12 Jun 2031 14.05 BST
Varland’s foreign minister has accused Ostria of ‘wordplay’ over a toll on the canal.
‘Nobody pays. Nobody has ever paid.
‘And nobody will,’ he added.
[-]Photograph: Jon Holt/The Courier
[-]‘Frank exchange’
The ambassador described the talks as a ‘frank exchange’.
[-]Sign up to First Edition
[-]Explore more on these topics""",
    "indented wire": """[-]Varland tells Ostria to drop canal toll; envoy summoned

    VELDT, June 12 (VNA) -- Varland's foreign ministry said on Thursday
that Ostria's plan to charge ships on the canal was "a breach of faith"
and summoned the Ostrian ambassador, as the state news agency reported.
    "We expect the decree to be withdrawn," Foreign Minister Tomas Brede
told lawmakers, according to a person who was in the room.
[-](Reporting by Ilse Marn in Veldt; Editing by Jon Holt)
[-]Copyright 2031 VNA""",
}


@pytest.mark.parametrize("name", KINDS)
def test_classify_keeps_what_is_said_in_papers_of_all_kinds(name: str) -> None:
    expected = {line.removeprefix("[-]"): line.startswith("[-]") for line in KINDS[name].split("\n") if line.strip()}
    text = KINDS[name].replace("[-]", "")
    blocks = classify(text).to_blocks()
    for line, is_aside in expected.items():
        start = text.index(line) + len(line) - len(line.lstrip())
        covered = any(block.start <= start and start + len(line.strip()) <= block.end for block in blocks)
        assert covered == is_aside, line


LINES = st.sampled_from(
    [BODY, LAST, "By Ilse Marn", "Read also:", "- a link", "12 June 2031", "Home > World", "", "x", "(AP)", "a " * 90]
)


@given(st.lists(st.one_of(LINES, st.text(max_size=60)), max_size=25), st.none() | st.text(max_size=30))
def test_classify_gives_blocks_in_order_within_any_text(lines: list[str], title: str | None) -> None:
    text = "\n".join(lines)
    blocks = order_blocks(classify(text, title=title).to_blocks())
    position = 0
    for block in blocks:
        assert position <= block.start < block.end <= len(text)
        assert block.kind in BlockKind
        assert block.why
        position = block.end
