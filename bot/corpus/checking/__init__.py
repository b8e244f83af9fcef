"""The check of records: against one another, and word for word against the documents.

`part_check` examines one part (a source with its statements), `cross_check` joins all of them. Words are found by
`text_map`, quotation marks paired by `marks`. May import bot.corpus.reading and the record format, nothing above.
"""
