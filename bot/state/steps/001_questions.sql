-- Questions whose answers carry buttons, so that a button goes on working after a restart. No asker is recorded.
CREATE TABLE question (
    token    TEXT PRIMARY KEY,          -- stands in the buttons' custom_id
    command  TEXT NOT NULL,
    options  TEXT NOT NULL,             -- JSON object, values as typed
    asked_on TEXT NOT NULL,             -- ISO day, so that "last week" stays the same week
    used_at  REAL NOT NULL              -- Unix seconds: forgotten when unused for settings.state.keep_days
) STRICT, WITHOUT ROWID;
CREATE INDEX question_by_use ON question (used_at);

CREATE TABLE page (                     -- where each page of a long answer begins
    token   TEXT NOT NULL REFERENCES question(token) ON DELETE CASCADE,
    number  INTEGER NOT NULL,           -- 0 is the first
    after   TEXT,                       -- key of the last item before it
    skipped INTEGER NOT NULL,           -- how many items come before it
    PRIMARY KEY (token, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE synced_commands (          -- what Discord was last told about the commands of an application
    application INTEGER PRIMARY KEY,
    sha256      TEXT NOT NULL
) STRICT;
