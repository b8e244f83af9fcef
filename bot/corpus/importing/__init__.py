"""Takes statements in from tables and data sets of others: each row with its document, or refused with the reason.

What a table or data set does not say is never filled in: it is asked for, or reported as unknown. What is taken in
passes the same check as any record.

Imports the record format, `bot.corpus.reading` and the check. Begin reading with `importer`:

    code = find_code("Germany")  # the code of a country as a table names it, or None
"""
