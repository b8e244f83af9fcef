"""The check of records: against one another, and word for word against the documents.

`part_check` examines one part (a source with its statements) by itself, so parts can be checked in several processes;
`cross_check` then joins all of them: ids given twice, references that lead nowhere. Words are found in a document by
`text_map`, quotation marks paired by `marks`; `mismatch_hints` says what nearly fits. What a part gives the others is
in `part_results`.

Imports `bot.corpus.reading` and the record format, nothing above. Begin reading with `part_check`:

    checked = examine(part, context)  # its problems, and what the other parts must know of it
"""
