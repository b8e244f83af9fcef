-- Daily briefings: what teams ordered, what was posted, what the store has held since when, and who may post.
CREATE TABLE subscription (
    id            INTEGER PRIMARY KEY,
    channel       INTEGER NOT NULL,     -- Discord's ids throughout
    guild         INTEGER,              -- NULL: not known yet, where it comes from the settings
    name          TEXT NOT NULL,        -- which of the channel's briefings
    at            TEXT NOT NULL,        -- clock time HH:MM
    zone          TEXT NOT NULL,        -- IANA
    weekdays_only INTEGER NOT NULL,
    free_days     TEXT NOT NULL,        -- JSON array of days and country codes
    scope         TEXT NOT NULL,        -- as the composer writes it; empty: everything
    sections      TEXT NOT NULL,        -- JSON array of optional sections
    language      TEXT NOT NULL,
    when_nothing  INTEGER NOT NULL,     -- post one line where nothing is new
    publish       INTEGER NOT NULL,     -- publish the post in an announcement channel
    role          INTEGER,              -- pinged with the post
    origin        TEXT NOT NULL CHECK (origin IN ('command', 'settings')),
    set_by        INTEGER,              -- the person who ordered it
    planned_until REAL NOT NULL,        -- Unix seconds: every briefing due up to here stands in posting
    off_because   TEXT,                 -- why the bot switched it off by itself
    UNIQUE (channel, name)
) STRICT;

CREATE TABLE posting (                  -- the ledger: outlives the subscription, so that no day is posted twice
    id         INTEGER PRIMARY KEY,
    channel    INTEGER NOT NULL,
    briefing   TEXT NOT NULL,           -- the subscription's name
    local_day  TEXT NOT NULL,
    due        REAL NOT NULL,           -- Unix seconds
    state      TEXT NOT NULL CHECK (state IN ('planned', 'sending', 'sent', 'failed', 'skipped', 'missed')),
    message    INTEGER,                 -- the first message, from the moment that it is known to be there
    changed    REAL NOT NULL,
    problem    TEXT,                    -- why it failed, was skipped or missed, or what of it could not be posted
    told       INTEGER NOT NULL DEFAULT 0, -- whether the managers know of a missed or failed one
    UNIQUE (channel, briefing, local_day)
) STRICT;
CREATE INDEX posting_open ON posting (due) WHERE state IN ('planned', 'sending');
CREATE INDEX posting_untold ON posting (due) WHERE state IN ('failed', 'missed') AND told = 0;

CREATE TABLE posting_statement (        -- what a channel has been shown
    posting   INTEGER NOT NULL REFERENCES posting(id) ON DELETE CASCADE,
    statement TEXT NOT NULL,
    PRIMARY KEY (posting, statement)
) STRICT, WITHOUT ROWID;

CREATE TABLE held (
    statement  TEXT PRIMARY KEY,
    first_held REAL                     -- Unix seconds; NULL: held when the bot first looked
) STRICT, WITHOUT ROWID;
CREATE INDEX held_since ON held (first_held) WHERE first_held IS NOT NULL;

CREATE TABLE lease (
    name   TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    until  REAL NOT NULL                -- Unix seconds
) STRICT, WITHOUT ROWID;
