"""Names of people, organisations, countries, topics, events and publishers.

- `directory`: exact, prefix and fuzzy look-up; a name that several things have finds all of them.
- `forms`: the normal forms under which names are stored, from the strictest to the loosest.
- `countries`: names and codes of countries in many languages, from CLDR.

Imports `analysis`, `db` and `records` of `bot.store`. Begin reading with `directory`:

    directory.exact("person", "lim soosuk")       # [Name(kind="person", ref="lim-soo-suk", ...)]
    directory.starting(("country", "person"), "ru", limit=25)
"""
