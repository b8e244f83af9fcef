"""Getting documents: from links over guarded HTTPS, from RSS and Atom feeds, from folders.

Nothing here keeps state: polling a feed or a folder takes a state and returns the next one, which the caller stores.
What was got is handed to `bot.ingest.documents`, which alone parses it. `policy` holds the limits, `connector` refuses
addresses that are not public at the moment of connecting.

Imports `documents` for its errors and formats. Begin reading with `fetcher`:

    fetched = await fetch("https://example.org/article.html")
"""

from bot.ingest.fetching.errors import FetchError, FetchReason
from bot.ingest.fetching.feeds import FeedState, FeedUpdate, poll_feed
from bot.ingest.fetching.fetcher import Fetched, Fetcher, NotModified, fetch
from bot.ingest.fetching.folders import FolderScan, FolderState, read_file, scan_folder
from bot.ingest.fetching.policy import Policy

__all__ = [
    "FeedState",
    "FeedUpdate",
    "FetchError",
    "FetchReason",
    "Fetched",
    "Fetcher",
    "FolderScan",
    "FolderState",
    "NotModified",
    "Policy",
    "fetch",
    "poll_feed",
    "read_file",
    "scan_folder",
]
