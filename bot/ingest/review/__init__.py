"""Review: drafts as files, an editor's decisions on them, and approval into the corpus.

A draft file (`data/drafts/<source>.yaml`) holds a document's source record and its drafts, each in the form of an entry
of `data/sources/`, with the rules that gave its fields. So the terminal, a text editor and git all work on one form.
`Reviewer` carries out decisions; `CorpusWriter` writes an approved entry and checks the whole corpus before anything is
replaced. May import bot.corpus and the rest of bot.ingest. Begin with model.py, then reviewer.py.

    reviewer = Reviewer.open(data, root, "lanternport-gazette-2031-03-06")
    reviewer.approve("d01", by="ana")
"""
