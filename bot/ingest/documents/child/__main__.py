"""The child process: reads one document from standard input within limits, and writes what it read to standard output.

The input is one line of JSON (name, media type, address, and whether to read a feed) and then the document's bytes;
the output is one JSON object with either `result` or `error`. Started by reader.py as `python -m`.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from bot.ingest.documents.child.sandbox import ADDRESS_SPACE_BYTES, limit_resources, shut_in
from bot.ingest.documents.errors import DocumentError, Reason


def main() -> None:
    """Read, answer, end."""
    limit_resources()
    # Libraries that print must not spoil the answer.
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    header = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    answer = json.dumps(_answer(data, header), ensure_ascii=False).encode("utf-8")
    output.write(answer)
    output.close()
    # Destructors of native libraries have nothing left to do, and one that fails would spoil a good answer.
    os._exit(0)


def _answer(data: bytes, header: dict[str, Any]) -> dict[str, Any]:
    from dataclasses import asdict

    try:
        from bot.ingest.documents.child.extraction import extract_document, extract_feed
        from bot.ingest.documents.text.language_detection import load_classifier

        load_classifier()
        shut_in()
        if header["feed"]:
            return {"result": asdict(extract_feed(data, header["name"], header["media_type"]))}
        return {"result": asdict(extract_document(data, header["name"], header["media_type"], header["url"]))}
    except DocumentError as error:
        return _tell(error.reason, str(error))
    except MemoryError:
        megabytes = ADDRESS_SPACE_BYTES // 2**20
        return _tell(
            Reason.TOO_MUCH_MEMORY,
            f"Reading this document takes more than {megabytes} MB of memory. Save the part that matters.",
        )
    except RecursionError:
        return _tell(Reason.TOO_DEEP, "This document is nested too deeply to be read. Paste its text instead.")
    except ModuleNotFoundError as error:
        return _tell(
            Reason.NOT_INSTALLED,
            f"The library {error.name} is not installed: install the extra with pip install 'attache[ingest]'.",
        )
    except Exception as error:
        return _tell(
            Reason.READER_FAILED, f"This document could not be read ({type(error).__name__}). Paste its text instead."
        )


def _tell(reason: Reason, message: str) -> dict[str, Any]:
    return {"error": {"reason": reason.value, "message": message}}


if __name__ == "__main__":
    main()
