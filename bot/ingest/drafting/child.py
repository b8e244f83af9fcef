"""The drafting process itself: loads the model, reads requests line by line, answers with drafts; holds its limits.

Started by `worker`, never imported by the bot. A line in is JSON with `document` and `known`, a line out is JSON with
`drafted`, or with `error` where the request could not be drafted.
"""

from __future__ import annotations

import json
import os
import resource
import sys

from bot.ingest.drafting.engine import draft
from bot.ingest.drafting.model import DraftInput, Known
from bot.ingest.drafting.plain_data import from_plain, to_plain
from bot.ingest.drafting.syntax.parser import SpacyParser

READY = "ready"


def main(memory_bytes: int) -> None:
    """Answer requests until standard input ends."""
    # the protocol has standard output for itself: whatever a library prints goes to standard error
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    parser = SpacyParser.load()
    _send(answers.write, answers.flush, {READY: os.getpid()})
    for line in sys.stdin:
        try:
            request = json.loads(line)
            drafted = draft(from_plain(DraftInput, request["document"]), from_plain(Known, request["known"]), parser)
            answer: dict[str, object] = {"drafted": to_plain(drafted)}
        except MemoryError:
            answer = {"error": "memory"}
        except RecursionError:
            answer = {"error": "nesting"}
        except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        _send(answers.write, answers.flush, answer)


def _send(write: object, flush: object, answer: dict[str, object]) -> None:
    assert callable(write)  # noqa: S101 both come from one file object
    assert callable(flush)  # noqa: S101
    write(json.dumps(answer, ensure_ascii=True) + "\n")
    flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
