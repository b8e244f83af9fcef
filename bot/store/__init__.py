"""The store: what the bot queries, one immutable SQLite file with a full-text index beside it, built from the records.

- `manager` swaps stores while answers run; `store` is one open store; `session` runs the queries of one answer.
- `records` and `filters`: what comes back, and what goes in. `metadata`, `files`, `errors`: facts, folder, failures.
- Packages, each on those before it: `db` (connections), `analysis` (text to terms), `names`, `index` (tantivy),
  `search`, `suggest` (autocomplete), `queries` (all that is no search), `build` (which nothing that answers imports).
  `diff` compares two stores.

Imports `bot.corpus` in `build` and `names` alone. Answers know `Store`, `ReadSession` and the records, and no SQL. A
second engine goes behind these: into a package `bot/store/engines/<name>/`, with a Protocol of what answers call that
both implement. Begin reading with `store`, then `session`:

    manager = StoreManager(Path("var/store"))
    await manager.open()
    async with manager.use() as store:
        hits = await store.read(lambda session: session.find("irreversible mistake", Filter(side="RU"), 20))
"""
