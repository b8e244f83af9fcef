"""Writes files of records in one order and one style, comments and values as they were.

`formatter` goes from the text of a file to its text in the one order; what YAML reads from both is the same.

Imports the record format, `describing` and `bot.corpus.reading`. Begin reading with `formatter`:

    path.write_text(format_records(path.read_text("utf-8")), "utf-8")
"""
