"""Reading documents: plain text, HTML, PDF, DOCX, EML and feed items, each in a child process with limits.

A document is hostile until it has been read. `read_document` (`reader`) starts the child (`child`), which alone imports
the libraries that parse; what comes back is validated data: the text, what is set aside in it, what is known of it.
In the child: `formats` from bytes to text, `text` for characters, `structure` for what each line is. `near_duplicates`
compares texts that were read.

Imports nothing of the bot. Begin reading with `model`, then `reader`:

    document = await read_document(content, "article.html")
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
