"""Case 02: prose is no quotation because a mark before it has no partner."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.sample_record import check_sample

PROSE = "Ana Orel said talks would go on."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('The 9" gun was fired at noon. ', ""),
        ("The 9” gun was fired at noon. ", ""),
        ("At 41°24'12.2\"N the ship turned. ", ""),
        ("The 6' 2\" envoy arrived. ", ""),
        ('The envoy said "we go on with the talks. ', "\n\nIn the evening she left."),
        ("The envoy said “we go on with the talks. ", "\n\nIn the evening she left."),
        ("The envoy said «we go on with the talks. ", ""),
        ("The envoy said 「we go on with the talks. ", ""),
        ("In the '90s the ministers' words were kind. ", ""),
        ("The ministers’ words of the ’90s were kind. ", ""),
        ("The envoy wrote ``we go on. ", ""),
        ("“We go on,” said the envoy. “We stay. ", "\n\n‘No,’ said another."),
        ('The 9" gun was fired. ', ' The 12" gun was not.'),
    ],
)
def test_prose_after_a_mark_without_a_partner_is_refused(tmp_path: Path, before: str, after: str) -> None:
    text = f"{before}{PROSE}{after}\n"
    passage = text.split("\n\n", maxsplit=1)[0].strip()
    (problem,) = check_sample(tmp_path, text, {"passage": passage, "quotes": [PROSE]})
    assert "stands in the passage, but not between one pair of quotation marks" in problem.what


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('"The 9" gun was fired," Ana Orel said.', 'The 9" gun was fired,'),
        ("‘In the ’90s we spoke,’ Ana Orel said.", "In the ’90s we spoke,"),
        ('Ana Orel said "we end in 2031" at the 9" gun.', "we end in 2031"),
        ("Ana Orel, 5’ 10” tall, said “we go on”.", "we go on"),
        ('Of the 9" gun Ana Orel said "we fired it".', "we fired it"),
    ],
)
def test_quotations_beside_such_marks_can_be_held(tmp_path: Path, text: str, quoted: str) -> None:
    assert check_sample(tmp_path, text, {"passage": text, "quotes": [quoted]}) == []
