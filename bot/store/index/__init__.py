"""The full-text index of a store: a folder beside the store file, written with it and removed with it.

The only package that knows tantivy's indexes. It takes texts as stems separated by spaces (bot.store.analysis), so that
index and query agree on what a word is, and gives back numbers of statements with BM25 scores.

- `terms`: what is asked for, single stems and pairs of them.
- `writer`: adds and removes statements and words; used by a build alone.
- `reader`: every query that a search, a completion or a spelling correction asks.
- `folder`: opens an index without writing into its folder; `panics`: turns a panic of tantivy into an error.

Imports `analysis`, `db`, `errors`, `filters`. Begin reading with `reader`:

    index = IndexReader(index_of(path))
    scores = index.find_any([IndexTerm("mistak", weight=2.3)], Filter(side="RU"), limit=20)
"""
