-- Alerts: what is followed and by whom, which stores brought news, and what each follower was told of them.
CREATE TABLE follow (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    place_kind    TEXT NOT NULL CHECK (place_kind IN ('channel', 'person')),
    place         INTEGER NOT NULL,     -- the channel; or the person, who is written to directly
    guild         INTEGER,              -- where the channel lies; NULL for a person
    scope         TEXT NOT NULL,        -- what is followed, in codes and ids
    set_by        INTEGER,              -- the person who set up a channel's; NULL for a person's own
    began         REAL NOT NULL,        -- Unix seconds
    ended         REAL,
    ended_because TEXT,                 -- why the bot ended it by itself
    UNIQUE (place_kind, place, scope)
) STRICT;

CREATE TABLE reload (                   -- each time that the bot found another store than before
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    version TEXT NOT NULL,              -- of the store
    program TEXT NOT NULL,              -- version of the program, which may digest the same records otherwise
    seen    REAL NOT NULL,              -- Unix seconds
    holds   TEXT,                       -- JSON object: statement id to its last digest, of all ever held; newest only
    news    TEXT NOT NULL,              -- JSON object: statement id to [digest, added or changed]; empty once entered
    entered INTEGER NOT NULL DEFAULT 0  -- whether an alert stands for each follower whom it concerns
) STRICT;

CREATE TABLE alert (                    -- the ledger: one message for each reload and follower
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    reload     INTEGER NOT NULL REFERENCES reload(number),
    place_kind TEXT NOT NULL CHECK (place_kind IN ('channel', 'person')),
    place      INTEGER NOT NULL,
    due        REAL NOT NULL,           -- Unix seconds
    state      TEXT NOT NULL CHECK (state IN ('planned', 'sending', 'sent', 'failed', 'skipped')),
    statements TEXT NOT NULL,           -- JSON array of [id, digest, added or changed, what of it is followed]
    more       INTEGER NOT NULL,        -- how many others concern the follower and are not listed, being too many
    message    INTEGER,                 -- the message, once it is known to be there
    changed    REAL NOT NULL,
    problem    TEXT,                    -- why it failed or was skipped
    UNIQUE (reload, place_kind, place)
) STRICT;
CREATE INDEX alert_open ON alert (due) WHERE state IN ('planned', 'sending');
CREATE INDEX alert_by_place ON alert (place_kind, place);
