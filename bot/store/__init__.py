"""The compiled SQLite store: schema, build, queries, search, the read pool and its swap."""
