"""Connections to a store file, and what every query on one needs.

- `pool`: read-only connections, each with a thread of its own; a query is stopped at its deadline.
- `deadlines`: the deadline of the query that a thread runs, which long loops check themselves.
- `bulk_fetch`: all rows of several SELECTs in one step.
- `caching`: results of methods and look-ups, kept as long as their owner.
- `encodable`: whether SQLite can encode a text at all. `inserts`: INSERTs with as many values as a table has columns.

Knows nothing of what a store holds; imports `bot.store.errors` alone. Begin reading with `pool`:

    pool = await Pool.open(path, readers=4, seconds=2.0)
    rows = await pool.run(lambda db: db.execute("SELECT id FROM statement LIMIT 5").fetchall())
"""
