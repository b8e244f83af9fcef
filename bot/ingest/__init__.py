"""From an article to reviewed statements: documents are read, statements drafted, and editors approve them.

- `fetching` gets documents from links, feeds and folders.
- `documents` turns a file into text, in a limited child process: it is hostile until it has been read.
- `drafting` proposes statements by rules, in a child process of its own; what is not known is left empty.
- `review` carries out an editor's decisions, and writes what is approved into the corpus.

Imports `bot.corpus`; never reads or writes the store. Begin reading with `review/service.py`, which callers use:

    service = ReviewService(data, root, DraftingWorker())
    taken = await service.take_file(content, "article.html")
"""
