"""Reading documents: plain text, HTML, PDF, DOCX, EML and feed items, each in a child process with limits.

A document is hostile until it has been read. `read_document` starts the child (child.py), which alone imports the
libraries that parse; what comes back is validated data: the text, what is set aside in it, and what is known of it.
Imports nothing of the bot. Begin with model.py, then reader.py and extraction.py.
"""

from bot.ingest.documents.errors import DocumentError, Reason
from bot.ingest.documents.model import Block, BlockKind, Found, Published, ReadDocument, ReadFeed
from bot.ingest.documents.near_duplicates import NearDuplicates, Resemblance
from bot.ingest.documents.reader import read_document, read_feed

__all__ = [
    "Block",
    "BlockKind",
    "DocumentError",
    "Found",
    "NearDuplicates",
    "Published",
    "ReadDocument",
    "ReadFeed",
    "Reason",
    "Resemblance",
    "read_document",
    "read_feed",
]
