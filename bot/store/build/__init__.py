"""Building a store from the reviewed records. Nothing that answers imports it.

- `worker`: what the bot calls; it runs a large build in a process of its own. `builder`: the three ways to a store.
- From records to rows: `source_rows`, `vocabulary_rows`, numbered by `row_ids`, written by `table_writer`.
- From rows to what queries need: `derived_data` (timelines, digests, the index), by `statement_documents`; and
  `country_columns`.
- The incremental build: `manifest` and `changes` find what changed, `existing_corpus` is what stays, `page_copy` copies
  the old store, `incremental` changes the copy.

Imports `bot.corpus`, and of `bot.store` what is below queries. Begin reading with `builder`:

    built = build(Path("data"), Path("."), Path("var/store"))
"""
