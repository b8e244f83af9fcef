"""What people write: the records, their reading with file and line, and their checking against the sources.

- `model`, `vocabulary`, `countries`: the record format. `edtf`: the days in it, as a subset of EDTF (ISO 8601-2).
- `reading`: from bytes to validated records, each value with its place. `checking`: records against one another, and
  word for word against the documents. `pipeline` runs both over a corpus, in `worker_pool` where there is much to read.
- `problems`: what is wrong, where, and what to do; `CorpusError` carries all of it.

The lowest floor: imports nothing of the bot. Begin reading with `check`:

    counts = check(Path("data"), root=Path())  # raises CorpusError with every mistake
    day = parse_day("2024-03?")
"""
