"""Autocomplete: texts of statements while a user types words, and ids of statements.

- `completion`: quotations that contain the words typed so far, of which the last may be unfinished.
- `approximate`: the fallback where nothing contains them: other words for them, and some missing.
- `statement_ids`: ids that begin as typed, or nearly.

Works on a store's search engine; imports `analysis`, `db`, `index`, `search` and the modules of `bot.store` below them.
Begin reading with `completion`:

    complete_words(db, engine, "irrever", limit=25)
"""
