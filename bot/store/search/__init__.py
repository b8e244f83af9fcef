"""Search in words: from what was typed to ranked statements, and why each was found.

The tiers, best first: `exact` (the words in this order, in a text of a source), `words` (all of them, in such a text),
`paraphrase` (all of them, with the reviewed paraphrase, names and days), `near` (some of them, or others for them).

- `engine`: what a search needs, opened once for a store. `search`: runs the tiers.
- `query`: the parsed query with its terms; `query_terms`: their weights; `expander`, `synonyms`, `spelling`: other
  words for them; `lexicon`: stems and forms of the words that the index has.
- `candidate_terms` asks the index for candidates, `candidate_texts` loads them, `reranker` compares them closely.
- `explanation`: why a hit matched, and which words to highlight. `time_budget`: how fast the machine is just now.

Imports `analysis`, `db`, `index` and the modules of `bot.store` below them. Begin reading with `search`:

    engine = open_engine(path)
    hits = search(db, engine, "irreversible mistake", Filter(side="RU"), limit=20)
"""
