"""One module for each format of a document: from bytes to text, with what the format itself says of it.

`detection` tells the format by the bytes first. Each reader returns an `Extraction` (`builder`): the text, its blocks
that are set aside, title, publisher and day where the format states them, and warnings. `html_lines` and
`html_metadata` are parts of `html`; `time_limit` bounds a step that a hostile file could draw out.

Imports `structure`, `text` and the model; only the child imports it. Begin reading with `plain_text`, then `builder`.
To add a format: a module here, a row in `detection`, a line in `child/extraction.py`:

    extraction = extract_plain_text(data, "text/plain; charset=utf-8")
"""
