"""From files to a corpus: records joined, and every mistake in one go with its place, its nature and its remedy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.annotations import Speaker
from bot.corpus.model import SourceFile
from bot.corpus.problems import CorpusError, Problem
from bot.corpus.reading.record_parser import read_records
from bot.corpus.reading.validation_messages import PATTERNS
from bot.corpus.reading.yaml_reader import read_yaml
from tests.support.editable_corpus import EditableCorpus
from tests.support.whole_corpus import read_whole

FIRST = "data/sources/first.yaml"
SECOND = "data/sources/second.yaml"
SHARED = "data/vocabulary.yaml"


def test_a_statement_comes_with_its_speakers_sides_and_the_reports_of_all_sources(corpus: EditableCorpus) -> None:
    found = read_whole(corpus.data, corpus.root).corpus
    statement = found.statements["quillfeather-refuses-toll"]
    assert statement.speakers == (Speaker("ada-quillfeather", "person", "Harbour Minister", "harbour-ministry", "AD"),)
    assert statement.sides == ("AD",)
    assert [report.source for report in statement.reports] == ["harbour-herald", "evening-buoy"]
    assert (statement.file, statement.line) == (FIRST, 8)
    assert found.statements["sea-office-regrets"].speakers == (
        Speaker("sea-office", "organisation", None, "sea-office", "LI"),
    )
    assert list(found.sources) == ["harbour-herald", "evening-buoy"]


def test_the_report_that_brings_a_statement_in_stands_first_whatever_the_files_are_called(
    corpus: EditableCorpus,
) -> None:
    (corpus.root / SECOND).rename(corpus.root / "data/sources/a.yaml")
    reports = read_whole(corpus.data, corpus.root).corpus.statements["quillfeather-refuses-toll"].reports
    assert [report.source for report in reports] == ["harbour-herald", "evening-buoy"]


# One mistake each: the file, what is spoiled and how, the text at which the problem points, what is wrong, what to do.
KEYS_AND_VALUES = [
    (FIRST, "tone: refuse", "tonne: refuse", "tonne", "unknown key “tonne”", "did you mean `tone`?"),
    (FIRST, "    tone: regret\n", "", "id: sea-office-regrets", "`tone` is missing", "write `tone: …` here"),
    (FIRST, "tone: regret", "tone:", "tone:\n", "`tone` is empty", "write `tone: …` here"),
    (FIRST, "REJECT", "REJCT", "REJCT", "`act` cannot be “REJCT”", "did you mean `REJECT`? It can be: AGREE,"),
    (FIRST, "mixed", "mixt", "mixt", "`kind` cannot be “mixt”", "did you mean `mixed`? It can be: direct, mixed, ind"),
    (FIRST, "refuse\n", "To Refuse\n", "To", "“To Refuse” in `tone` is not an id", "write small letters"),
    (
        FIRST,
        "2031-03-05",
        "2031-02-30",
        "2031-02",
        "`day`: '2031-02-30' is not in the calendar",
        "correct it: February 2031 has 28 days",
    ),
    (FIRST, "2031-03-05", "[a]", "[a]", "`day`: \"['a']\" is not a day; write it as 2024-06-26", "leave the key out"),
    (FIRST, "about: [LI]", "about: [li]", "li]", "there is no country, person or organisation “li”", "add it under"),
    (FIRST, "to: LI", "to: Li", "Li", "“Li” in `to` is not a country's code or an id", "write two capital letters"),
    (FIRST, "speaker: sea-office", "speaker: []", "[]", "`speaker` is empty", "fill it in"),
    (
        FIRST,
        "agency: tide-wire",
        "modified: 20310304",
        "20310304",
        "`modified`: '20310304' is not an instant",
        "correct",
    ),
    (
        FIRST,
        "agency: tide-wire",
        "modified: 2031-03-04",
        "2031",
        "`modified`: '2031-03-04' is not an instant",
        "correct",
    ),
    (
        FIRST,
        "agency: tide-wire",
        "modified: 2031-03-04 10:00",
        "2031",
        "`modified` gives no time with its zone",
        "write",
    ),
    (FIRST, "agency: tide-wire", "modified: 2031-03-99T10:00Z", "2031", "“2031-03-99T10:00Z” in `modified` is no", ""),
    (FIRST, "agency: tide-wire", "url: ftp://x", "ftp", "“ftp://x” in `url` is not an address", "write it in full"),
    (FIRST, "seeds/first.txt", "../first.txt", "..", "“../first.txt” in `file` is not a source file", "write seeds/"),
    (
        FIRST,
        "\n        day: Tuesday",
        " Tuesday",
        "Tue",
        "`as_written` holds “Tuesday” where a record is want",
        "write",
    ),
    (
        FIRST,
        "      quotes",
        "      occurrence: two\n      quotes",
        "two",
        "`occurrence` holds “two” where a whole",
        "write",
    ),
    (FIRST, "      quotes", "      occurrence: 0\n      quotes", "0", "`occurrence` cannot be “0”", "count from 1"),
    (FIRST, "regretted the minister’s words.\n", "regretted.\n  - text\n", "text", "this is not a record", "write its"),
    (SECOND, "    report:", "    tone: refuse\n    report:", "tone", "`tone` stands beside `same_as`", "keep same_as"),
    (SECOND, "No toll\n", f"{'x' * 501}\n", "xxx", "`title` has 501 characters", "keep to 500"),
    (SHARED, "  ada-quillfeather:", "  Ada:", "Ada", "the key “Ada” under `people` is not an id", "write small"),
    (SHARED, "topics:", "topicks: {}\ntopics:", "topicks", "unknown key “topicks”", "did you mean `topics`?"),
    (SHARED, "topics:", "source: {}\ntopics:", "source: {}", "unknown key “source”", "keep sources and statements in"),
    (SHARED, "topics:\n", "topics: [x]\nx:\n", "[x]", "`topics` holds no keys", "write each entry's id, a colon"),
    (SHARED, "news-agency", "newsagency", "newsagency", "`kind` cannot be “newsagency”", "did you mean `news-agency`?"),
]
NAMES_OF_OTHERS = [
    (FIRST, "speaker: sea-office", "speaker: sea-ofice", "sea-ofice", "there is no person or organisation “sea-ofice”",
     "did you mean `sea-office`?"),
    (FIRST, "lamp-toll\n    event", "[lamp-tool]\n    event", "lamp-tool", "there is no topic “lamp-tool”",
     "did you mean `lamp-toll`?"),
    (FIRST, "tone: regret", "tone: regrets", "regrets\n", "there is no tone “regrets”", "did you mean `regret`?"),
    (FIRST, "toll-talks", "tolltalks", "tolltalks", "there is no event “tolltalks”", "did you mean `toll-talks`?"),
    (FIRST, "to: LI", "to: [LI, tide-wyre]", "tide-wyre", "there is no country, person or organisation “tide-wyre”",
     "did you mean `tide-wire`?"),
    (FIRST, "to: LI", "to: [LI, ZZ]", "ZZ", "“ZZ” is no country's code", "take the code from ISO 3166-1"),
    (FIRST, "about: [LI]", "about: [EU]", "EU", "“EU” is no country's code", "take the code from ISO"),
    (FIRST, "agency: tide-wire", "agency: zzz", "zzz", "there is no organisation “zzz”", "add it under"),
    (SECOND, "kind: indirect", "via: ada-quillfeather\n      kind: indirect", "ada",
     "there is no organisation “ada-quillfeather”", "add it"),
    (SECOND, "kind: indirect", "recounted_by: zzz\n      kind: indirect", "zzz",
     "there is no person or organisation “zzz”", "add it under `people` or `organisations`"),
    (SECOND, "quillfeather-refuses-toll", "quillfeather-refused-toll", "quillfeather-refused",
     "there is no statement “quillfeather-refused-toll”", "did you mean `quillfeather-refuses-toll`?"),
    (SHARED, "[ada-quillfeather, sea-office]", "[ada-quillfether]", "ada-quillfether",
     "there is no person or organisation “ada-quillfether”", "did you mean `ada-quillfeather`?"),
    (SHARED, "topics:", "countries: {XX: {}}\ntopics:", "XX", "“XX” is no country's code", "take the code"),
    (SHARED, "kind: meeting", "part_of: toll-talks\n    kind: meeting", "toll-talks\n",
     "this event is part of itself: toll-talks → toll-talks", "take one `part_of` away"),
]  # fmt: skip
DOUBLES = [
    (SECOND, "evening-buoy", "harbour-herald", "harbour-herald",
     "the source “harbour-herald” is there already, in data/sources/first.yaml, line 2", "keep one of them"),
    (FIRST, "id: sea-office-regrets", "id: quillfeather-refuses-toll", "quillfeather-refuses-toll\n    speaker: sea",
     "the statement “quillfeather-refuses-toll” is there already, in data/sources/first.yaml, line 8", "keep one"),
    (FIRST, "source:\n", "topics:\n  lamp-toll: {label: x, means: y}\nsource:\n", "lamp-toll: {",
     "the id under `topics` “lamp-toll” is there already, in data/vocabulary.yaml, line 28", "keep one of them"),
    (SHARED, "  tide-wire:\n", "  ada-quillfeather: {name: A, kind: other}\n  tide-wire:\n", "ada-quillfeather: {",
     "“ada-quillfeather” is a person too, in data/vocabulary.yaml, line 2", "give one of them another id"),
    (SECOND, "seeds/second.txt", "seeds/first.txt", "seeds/first.txt",
     "“seeds/first.txt” is recorded already, in data/sources/first.yaml", "keep one record for each document"),
]  # fmt: skip
CONTRADICTIONS = [
    (FIRST, '      quotes: ["We shall not pay it,"]\n', "", "mixed", "a mixed report without quotations", "add the"),
    (FIRST, "mixed", "indirect", '["We', "an indirect report with quotations", "make the kind mixed or direct"),
    (SECOND, "indirect", "indirect\n      attribution: inferred", "inferred\n", "an inferred speaker", "say"),
    (SECOND, "indirect", "indirect\n      inferred_how: guessed", "guessed", "a reason for an inference", "write"),
    (SECOND, "indirect", "indirect\n      day: 2031-03-05", "2031",
     "the report gives the day 2031-03-05, the statement 2031-03-04", "correct one of them, or add a conflict"),
    (SECOND, "indirect", "direct", "direct", "a direct report without quotations", "add the quoted"),
    (FIRST, "    to: LI", "    role: Harbor Minister\n    to: LI", "Harbor",
     "no speaker holds the role “Harbor Minister”", "did you mean “Harbour Minister”?"),
    (FIRST, "speaker: sea-office", "role: Clerk\n    speaker: sea-office", "Clerk",
     "the role “Clerk” is given, and no speaker is a person", "take it away"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "pointed", "what", "todo"), [*KEYS_AND_VALUES, *NAMES_OF_OTHERS, *DOUBLES, *CONTRADICTIONS]
)
def test_a_mistake_is_named_at_its_place_with_what_to_do(
    corpus: EditableCorpus, file: str, old: str, new: str, pointed: str, what: str, todo: str
) -> None:
    corpus.change(file, old, new)
    lines = (corpus.root / file).read_text().splitlines(keepends=True)
    found = _read_problems(corpus)
    matching = [one for one in found if one.file == file and one.what.startswith(what) and one.todo.startswith(todo)]
    assert len(matching) == 1, "\n".join(map(str, found))
    rest = "".join(lines[matching[0].line - 1 :])[matching[0].column - 1 :]
    assert rest.startswith(pointed), rest


def test_a_statement_without_a_day_needs_a_report_without_one_or_a_conflict(corpus: EditableCorpus) -> None:
    corpus.change(FIRST, "    day: 2031-03-04\n    para", "    para")
    assert corpus.only_problem().what == "the report gives the day 2031-03-04, the statement none"


def test_a_speaker_without_a_known_side_is_named_with_what_would_tell_it(corpus: EditableCorpus) -> None:
    corpus.change(SHARED, "2031-03-04/2031-03-06", "2031-03-05/2031-03-06")
    told = corpus.only_problem()
    assert told.what.startswith(
        "no role of ada-quillfeather is attested on 2031-03-04 (attested: “Harbour Minister” 20"
    )
    assert told.todo.startswith("widen `attested`")
    assert (told.file, told.line, told.column) == (FIRST, 9, 14)
    corpus.change(
        SHARED, "        organisation: harbour-ministry\n        attested: 2031-03-05", "        attested: 2031-03-04"
    )
    assert corpus.only_problem().what == "the side of ada-quillfeather is not known"


def _read_problems(corpus: EditableCorpus) -> list[Problem]:
    try:
        read_whole(corpus.data, corpus.root)
    except CorpusError as error:
        return list(error.problems)
    return []


def test_all_mistakes_of_all_files_come_in_one_go_by_file_and_line(corpus: EditableCorpus) -> None:
    corpus.change(FIRST, "topics: lamp-toll", "topics: lamp-tool")
    corpus.change(FIRST, "act: REJECT", "act: REJCT")
    corpus.change(FIRST, "day: 2031-03-05", "day: 2031-02-30")
    corpus.change(FIRST, "passage: The Sea Office regretted", "passage: The Sea Office regreted")
    corpus.change(SECOND, "      kind: indirect\n", "      kind: 'indirect\n")
    corpus.change(SHARED, "country: LI", "country: QQ")
    problems = corpus.problems()
    assert [(problem.file, problem.what.split()[0]) for problem in problems] == [
        (FIRST, "`act`"),
        (FIRST, "there"),
        (FIRST, "`day`:"),
        (FIRST, "the"),
        (SECOND, "a"),
        (SHARED, "“QQ”"),
    ]
    assert problems == sorted(problems)
    assert str(CorpusError(reversed(problems))) == "\n".join(str(problem) for problem in problems)


def test_a_mistake_in_a_statement_hides_none_in_its_report(corpus: EditableCorpus) -> None:
    corpus.change(FIRST, "act: REJECT", "act: REJCT")
    corpus.change(FIRST, "kind: mixed", "kind: indirect")
    said = [problem.what for problem in corpus.problems()]
    assert said == ["`act` cannot be “REJCT”", "an indirect report with quotations"]


def test_what_a_file_with_a_syntax_error_may_define_is_not_held_against_the_others(corpus: EditableCorpus) -> None:
    corpus.change(SHARED, "topics:", "topics")
    assert {problem.file for problem in corpus.problems()} == {SHARED}


def test_a_record_with_a_mistake_is_not_missed_by_those_who_name_it(corpus: EditableCorpus) -> None:
    corpus.change(SHARED, "kind: government", "kind: goverment")
    assert corpus.only_problem().what == "`kind` cannot be “goverment”"


@pytest.mark.parametrize("mark", ['"', "“", "”", "„", "«", "»"])
def test_a_paraphrase_never_holds_a_quotation_mark(corpus: EditableCorpus, mark: str) -> None:
    corpus.change(FIRST, "paraphrase: The Sea Office regrets", f"paraphrase: 'The {mark}Sea Office regrets")
    corpus.change(FIRST, "what the minister said.", "what the minister said.'")
    assert mark in corpus.only_problem().what


def test_days_that_differ_stand_when_the_conflict_is_recorded(corpus: EditableCorpus) -> None:
    conflict = {"field": "day", "reading": "5", "against": "4", "believed": "against", "because": "the other was there"}
    corpus.change(
        SECOND, "kind: indirect", f"kind: indirect\n      day: 2031-03-05\n      conflicts: [{json.dumps(conflict)}]"
    )
    assert corpus.check().counts.conflicts == 1


@pytest.mark.parametrize("day", ["2031-03", "2031-03-03/2031-03-05", "2031-03-04~", "../2031-03-09"])
def test_a_vaguer_day_that_covers_the_statements_day_is_no_conflict(corpus: EditableCorpus, day: str) -> None:
    corpus.change(SECOND, "kind: indirect", f"kind: indirect\n      day: {day}")
    assert corpus.problems() == []


def test_of_several_posts_the_one_in_role_is_taken_and_its_absence_is_asked_about(corpus: EditableCorpus) -> None:
    second_post = "    roles:\n      - {title: Lamp Envoy, country: SM, attested: 2031-03}\n"
    corpus.change(SHARED, "    roles:\n", second_post)
    asked = corpus.only_problem()
    assert asked.what == "Ada Quillfeather holds several posts on this day: “Lamp Envoy”, “Harbour Minister”"
    assert (asked.file, asked.line, asked.column) == (FIRST, 9, 14)
    corpus.change(FIRST, "    to: LI", "    role: Lamp Envoy\n    to: LI")
    statement = corpus.check().corpus.statements["quillfeather-refuses-toll"]
    assert statement.speakers[0] == Speaker("ada-quillfeather", "person", "Lamp Envoy", None, "SM")


def test_a_role_attested_for_another_day_is_refused(corpus: EditableCorpus) -> None:
    corpus.change(SHARED, "    roles:\n", "    roles:\n      - {title: Lamp Envoy, country: AD, attested: 2030}\n")
    corpus.change(FIRST, "    to: LI", "    role: Lamp Envoy\n    to: LI")
    assert corpus.only_problem().what == "the role “Lamp Envoy” is attested for 2030, not for 2031-03-04"


def test_a_side_that_is_given_stands(corpus: EditableCorpus) -> None:
    corpus.change(FIRST, "    to: LI", "    side: SM\n    to: LI")
    statement = corpus.check().corpus.statements["quillfeather-refuses-toll"]
    assert statement.sides == ("SM",)
    assert statement.speakers[0].side == "SM"


def test_an_international_body_speaks_for_no_country(corpus: EditableCorpus) -> None:
    corpus.change(SHARED, "    country: LI\n", "")
    statement = corpus.check().corpus.statements["sea-office-regrets"]
    assert (statement.sides, statement.speakers[0].side) == ((), None)


def test_speakers_together_bring_each_their_side(corpus: EditableCorpus) -> None:
    corpus.change(FIRST, "speaker: ada-quillfeather", "speaker: [ada-quillfeather, sea-office]")
    statement = corpus.check().corpus.statements["quillfeather-refuses-toll"]
    assert statement.sides == ("AD", "LI")


def test_a_circle_of_events_is_reported_once(corpus: EditableCorpus) -> None:
    events = "".join(f"  e{n}: {{name: E, kind: other, part_of: e{(n + 1) % 3}}}\n" for n in range(3))
    corpus.change(SHARED, "events:\n", "events:\n" + events + "  e9: {name: E, kind: other, part_of: e0}\n")
    assert corpus.only_problem().what == "this event is part of itself: e0 → e1 → e2 → e0"


def test_a_record_that_nothing_uses_is_no_mistake(corpus: EditableCorpus) -> None:
    corpus.change(SHARED, "topics:\n", "topics:\n  unused: {label: Unused, means: Nothing uses it}\n")
    assert "unused" in corpus.check().corpus.topics


def test_a_source_file_may_bring_its_own_vocabulary(corpus: EditableCorpus) -> None:
    corpus.change(FIRST, "source:\n", "topics:\n  lamps: {label: Lamps, means: Lamps}\nsource:\n")
    corpus.change(SECOND, "source:\n", "topics:\n  oil: {label: Oil, means: Oil}\nsource:\n")
    corpus.change(FIRST, "topics: lamp-toll", "topics: [lamps, oil]")
    assert corpus.check().corpus.statements["quillfeather-refuses-toll"].record.topics == ("lamps", "oil")


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "- a\n", "text\n", "source:\n", "source: text\nstatements: text\n"]
)
def test_a_source_file_without_its_source_is_a_problem_and_no_crash(corpus: EditableCorpus, text: str) -> None:
    corpus.write("data/sources/third.yaml", text)
    assert {problem.file for problem in corpus.problems()} == {"data/sources/third.yaml"}


def test_a_missing_data_folder_is_one_clear_problem(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="there is no such folder"):
        read_whole(tmp_path / "data", tmp_path)


def test_every_pattern_of_the_model_is_explained_in_plain_words() -> None:
    assert _find_patterns(SourceFile.model_json_schema()) == set(PATTERNS)


def _find_patterns(schema: object) -> set[str]:
    if isinstance(schema, list):
        return set().union(*map(_find_patterns, schema))
    if not isinstance(schema, dict):
        return set()
    own = {schema["pattern"]} if isinstance(schema.get("pattern"), str) else set()
    keys = set(schema["patternProperties"]) if "patternProperties" in schema else set()
    return own | keys | set().union(*map(_find_patterns, schema.values()))


KEYS = st.sampled_from(
    [
        *("source", "statements", "people", "topics", "id", "file", "report", "same_as", "kind", "quotes", "passage"),
        *("speaker", "role", "roles", "day", "exact", "occurrence", "conflicts", "LI", "x"),
    ]
)
SCRAPS = st.recursive(
    st.sampled_from(["x", "LI", "2031-03-04", "2031-13", "direct", "", "1", "seeds/first.txt"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(KEYS, SCRAPS, max_size=5), st.booleans())
def test_no_shape_of_a_file_makes_the_validation_raise(tree: dict[str, object], is_source: bool) -> None:
    file, _ = read_yaml("data/x.yaml", json.dumps(tree).encode())
    for problem in read_records(file, is_source).problems:
        assert problem.line == 1
        assert problem.column >= 1
        assert problem.what
        assert problem.todo


def test_a_mistake_in_one_key_of_a_statement_hides_none_about_its_role_or_its_day(corpus: EditableCorpus) -> None:
    corpus.change(FIRST, "tone: refuse", "tonne: refuse\n    role: Harbour Master")
    corpus.change(FIRST, "      day: 2031-03-04", "      day: 2031-03-09")
    assert {problem.what for problem in corpus.problems()} == {
        "unknown key “tonne”",
        "`tone` is missing",
        "no speaker holds the role “Harbour Master”",
        "the report gives the day 2031-03-09, the statement 2031-03-04",
    }


def test_a_statement_whose_speaker_is_at_fault_is_not_blamed_for_what_follows_from_it(corpus: EditableCorpus) -> None:
    corpus.change(FIRST, "speaker: sea-office", "speaker: Sea Office\n    role: Clerk")
    (problem,) = corpus.problems()
    assert "`speaker`" in problem.what
