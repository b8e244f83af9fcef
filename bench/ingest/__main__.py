"""`python -m bench.ingest`: how much of what documents report is drafted, with the right speaker, day and chain.

--documents DIR   labelled documents (the invented ones beside this file, unless another folder is named)
--only PREFIX     only documents whose names begin so: tune, test or final; without it, the figures of each apart
--seeds           the five shipped articles, against data/sources
--polnear DIR     quotations of PolNeAR's data folder (with test/ and dev/): fetched by who measures, never shipped
--quick           the labelled documents named tune-* alone: downloads nothing, takes seconds
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import Counter
from pathlib import Path

from bench.ingest.gold import DOCUMENTS, GoldDocument, group_documents, load_documents
from bench.ingest.polnear import measure_polnear
from bench.ingest.scoring import print_table, score_document
from bench.ingest.seeds import measure_seeds
from bot.ingest.drafting.engine import draft
from bot.ingest.drafting.syntax.parser import Parser, SpacyParser


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m bench.ingest", description=__doc__.splitlines()[0])
    arguments.add_argument("--documents", type=Path, default=DOCUMENTS, help="folder of labelled documents")
    arguments.add_argument("--only", default="", help="only documents whose names begin so: tune, test or final")
    arguments.add_argument("--show", action="store_true", help="show what went wrong (never for test-* and final-*)")
    arguments.add_argument("--seeds", action="store_true", help="the five shipped articles as well")
    arguments.add_argument("--polnear", type=Path, help="PolNeAR's data folder")
    arguments.add_argument("--split", default="dev", help="PolNeAR's split: dev, test or train")
    arguments.add_argument("--quick", action="store_true", help="the labelled documents named tune-* alone")
    given = arguments.parse_args()
    began = time.perf_counter()
    parser = SpacyParser.load()
    print(f"model loaded in {time.perf_counter() - began:.1f} s")
    measure_documents(parser, given.documents, "tune-" if given.quick else given.only, show=given.show)
    if given.seeds and not given.quick:
        measure_seeds(parser, show=given.show)
    if given.polnear and not given.quick:
        measure_polnear(parser, given.polnear, given.split)
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def measure_documents(parser: Parser, folder: Path, prefix: str, *, show: bool) -> None:
    documents = list(load_documents(folder, prefix))
    if not documents:
        print(f"no labelled documents in {folder}")
        return
    draft(documents[0].input, documents[0].known, parser)  # the first run loads what is loaded once
    for group, members in group_documents(documents).items():
        print(f"==== {group}: {len(members)} documents")
        _measure_group(parser, members, show=show and group not in ("test", "final"))


def _measure_group(parser: Parser, documents: list[GoldDocument], *, show: bool) -> None:
    total: Counter[str] = Counter()
    words, seconds = 0, 0.0
    for document in documents:
        began = time.process_time()
        drafted = draft(document.input, document.known, parser)
        seconds += time.process_time() - began
        words += len(document.input.text.split())
        print(f"== {document.name} ({drafted.kind})")
        counts = score_document(document, drafted.drafts, show=show)
        print(
            f"   found {counts['found']} of {counts['reports']}, right speaker {counts['right']},"
            f" days {counts['days right']} of {counts['days']}, chains {counts['chains right']} of {counts['chains']}"
        )
        total += counts
    print_table(total)
    print(f"{words / seconds:,.0f} words a second")


if __name__ == "__main__":
    main()
