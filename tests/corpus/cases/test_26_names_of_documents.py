"""Case 26: documents keep the folders and names with which they came, in any script."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.corpus.model import is_file_name
from tests.support.sample_record import check_sample

REPORT = {"passage": "Ana Orel spoke."}
STEPS = st.text(st.characters(blacklist_categories=["Cc", "Cs", "Zl", "Zp"], blacklist_characters="/\\\0"), min_size=1)


@pytest.mark.parametrize(
    "file",
    [
        "seeds/2024/06/readout.txt",
        "seeds/my file.txt",
        "seeds/doc(1).txt",
        "seeds/réadout.txt",
        "seeds/re\u0301adout.txt",
        "seeds/外務省/会見 4日.txt",
        "seeds/заявление.txt",
        "seeds/بيان.txt",
        "seeds/a&b;c,d'e=f#g%20h!.txt",
        "seeds/[draft] {2}.txt",
        "seeds/no ending",
        "seeds/.hidden",
        "seeds/two..dots.txt",
        "seeds/-dash.txt",
        "seeds/🕊️ peace.txt",
        "seeds/trailing space .txt",
    ],
)
def test_a_document_of_any_name_is_held(tmp_path: Path, file: str) -> None:
    assert check_sample(tmp_path, "Ana Orel spoke.", REPORT, source={"file": file}) == []


@pytest.mark.parametrize(
    "file",
    [
        "seeds/../config.txt", "seeds/a/../../b.txt", "/etc/hostname", "other/a.txt", "seeds", "seeds/", "seeds//a.txt",
        "seeds/./a.txt", "seeds/a\\b.txt", "seeds/a\nb.txt", "seeds/a\u2028b.txt", "seeds/a\x00b.txt", "Seeds/a.txt",
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(file: str) -> None:
    assert not is_file_name(file)


@given(st.lists(STEPS, min_size=1, max_size=4))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_name_below_seeds_never_leads_out_of_it(tmp_path: Path, steps: list[str]) -> None:
    assume(not any(step in (".", "..") for step in steps))
    file = "/".join(["seeds", *steps])
    assert is_file_name(file)
    root = tmp_path.resolve()
    assert (root / file).resolve().is_relative_to(root / "seeds")
