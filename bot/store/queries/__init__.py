"""Queries that are no search: records, timelines, summaries, positions, briefings, scopes.

- `statements`, `people`, `sources`: complete records; `statement_rows`: what is selected for a statement.
- `timelines`: keyset pagination along a timeline; `timeline_intersection`: statements on several timelines at once;
  `timeline_rows`: the SQL that derives the rows of `timeline` from all others.
- `columns`: what is said for a country, in columns (`column_codec`), filtered and counted at once with NumPy;
  `summaries` and `positions` are made of them.
- `briefings`: what is new, the same day in other years, open requests; `scopes`: what alerts ask.

Every function takes an open connection, and runs under the deadline of its thread. Imports `db`, `filters` and
`records` of `bot.store`. Begin reading with `statements`:

    load_statements(db, [number, ...])
"""
