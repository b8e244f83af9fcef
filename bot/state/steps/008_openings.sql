-- Each opening of the file leaves a mark in it: one that was overwritten in its place does not have it any more.
CREATE TABLE IF NOT EXISTS opening (
    mark  TEXT PRIMARY KEY,
    since REAL NOT NULL                 -- Unix seconds; forgotten when the file is opened long after that
) STRICT, WITHOUT ROWID;
