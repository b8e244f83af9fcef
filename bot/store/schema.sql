-- The store: what the bot queries. Compiled from data/ by `python -m bot build`, immutable, replaced as one file.
-- Days: `day` is EDTF as in the record; `first_day` and `last_day` (ISO 8601, text) are the calendar days it covers,
-- both NULL where the sources give no day; an open end counts as the end that is known. `n` follows from the id of a
-- source and the position of an entry in it (bot/store/build/row_ids.py): a change in one source changes no number of
-- another's entries.

CREATE TABLE meta (                     -- facts about the store itself, one a row
    key   TEXT PRIMARY KEY,             -- format, corpus_sha256, statements, reports, ...
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE part (                     -- what the store was built from: data files, or in JSON Lines the lines of a source
    file   TEXT NOT NULL,               -- within the data folder
    source TEXT NOT NULL,               -- '' where there are vocabularies alone
    digest TEXT NOT NULL,               -- SHA-256 of its bytes
    PRIMARY KEY (file, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX part_of_source ON part (source);

CREATE TABLE vocabulary (               -- the entries of the vocabularies as recorded, for checking other parts against them
    section TEXT NOT NULL,
    id      TEXT NOT NULL,
    file    TEXT NOT NULL,              -- of the part that defines it
    source  TEXT NOT NULL,
    record  TEXT NOT NULL,              -- JSON
    PRIMARY KEY (section, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX vocabulary_of_part ON vocabulary (file, source);

CREATE TABLE country (                  -- countries, and other parties that can stand where one does
    code TEXT PRIMARY KEY,              -- ISO 3166-1 alpha-2, ISO 3166-3 for former states, or a team's own (NATO)
    name TEXT NOT NULL,                 -- English short name (CLDR), or as the team names it
    sign TEXT NOT NULL,                 -- what a team sets before it instead of a flag; mostly empty
    is_named INTEGER NOT NULL           -- whether the team gives the name: then it is shown in every language
) STRICT, WITHOUT ROWID;

CREATE TABLE party (                    -- persons and organisations: who speaks, is spoken to, passes a report on
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL CHECK (kind IN ('person', 'organisation')),
    name         TEXT NOT NULL,
    country      TEXT REFERENCES country(code),     -- an organisation's; a person's is that of the latest role
    detail       TEXT NOT NULL          -- an organisation's kind; for a person empty
) STRICT, WITHOUT ROWID;

CREATE TABLE role (                     -- posts that a person holds, as attested
    person       TEXT NOT NULL REFERENCES party(id),
    position     INTEGER NOT NULL,
    title        TEXT NOT NULL,
    organisation TEXT REFERENCES party(id),
    country      TEXT REFERENCES country(code),
    attested     TEXT NOT NULL,
    PRIMARY KEY (person, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE topic (
    id    TEXT PRIMARY KEY,
    label TEXT NOT NULL,
    means TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tone (
    id    TEXT PRIMARY KEY,
    label TEXT NOT NULL,                -- a verb phrase in the past tense: "warned"
    means TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
    id        TEXT PRIMARY KEY,
    name      TEXT NOT NULL,
    kind      TEXT NOT NULL,
    day       TEXT,
    first_day TEXT,
    last_day  TEXT,
    place     TEXT,
    part_of   TEXT REFERENCES event(id)
) STRICT, WITHOUT ROWID;

CREATE TABLE event_party (
    event TEXT NOT NULL REFERENCES event(id),
    party TEXT NOT NULL REFERENCES party(id),
    PRIMARY KEY (event, party)
) STRICT, WITHOUT ROWID;

CREATE TABLE name (                     -- every name by which something can be looked up
    n      INTEGER PRIMARY KEY,         -- follows from kind, ref and text
    kind   TEXT NOT NULL CHECK (kind IN ('person', 'organisation', 'country', 'topic', 'event', 'publisher')),
    ref    TEXT NOT NULL,               -- the id, or the code
    text   TEXT NOT NULL,               -- as people write it
    folded TEXT NOT NULL,               -- case, accents, hyphens and punctuation folded
    usage  TEXT NOT NULL,               -- name, spelling, also, code, demonym, metonym, abbreviation, written
    rank   INTEGER NOT NULL,            -- of its usage: the proper name before other names
    words  TEXT NOT NULL,               -- folded, separated by spaces
    UNIQUE (kind, ref, text)
) STRICT;

-- The normal forms under which names are looked up, made by bot/store/names/forms.py.
CREATE TABLE name_form (
    kind TEXT NOT NULL,
    how  TEXT NOT NULL,                 -- written, folded, bare, squeezed, word, whole, within, near, alias
    form TEXT NOT NULL,
    name INTEGER NOT NULL,
    PRIMARY KEY (kind, how, form, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE name_variant (             -- words of a person's names that can be one name in two transliterations
    word   TEXT NOT NULL,
    other  TEXT NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (word, other, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_variant_of_person ON name_variant (person);

CREATE TABLE written_name (             -- parts of a name by which sources call the single speaker of a statement
    person  TEXT NOT NULL REFERENCES party(id),
    text    TEXT NOT NULL,
    reports INTEGER NOT NULL,           -- in how many reports
    PRIMARY KEY (person, text)
) STRICT, WITHOUT ROWID;

CREATE TABLE source (
    id           TEXT PRIMARY KEY,
    n            INTEGER NOT NULL UNIQUE,
    title        TEXT NOT NULL,
    publisher    TEXT,                  -- NULL where the document does not name it
    publisher_how TEXT,
    authors      TEXT NOT NULL,         -- JSON list
    agency       TEXT REFERENCES party(id),
    published    TEXT,                  -- EDTF day in the source's own zone
    published_at TEXT,                  -- ISO 8601 with offset, where the source gives a clock time
    published_written TEXT,
    published_how TEXT,
    url          TEXT,
    archived     TEXT,                  -- URL of a copy
    retrieved    TEXT,                  -- EDTF day on which it was fetched
    language     TEXT NOT NULL,         -- BCP 47
    file         TEXT NOT NULL,
    sha256       TEXT NOT NULL,
    notes        TEXT NOT NULL          -- JSON list
) STRICT, WITHOUT ROWID;

CREATE TABLE document (                 -- the text of a source, character for character, which offsets of passages refer to
    source INTEGER PRIMARY KEY REFERENCES source(n),
    body   TEXT NOT NULL
) STRICT;

CREATE TABLE statement (
    n          INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    act        TEXT NOT NULL,
    tone       TEXT NOT NULL REFERENCES tone(id),
    event      TEXT REFERENCES event(id),
    venue      TEXT,
    day        TEXT,
    first_day  TEXT,
    last_day   TEXT,
    released   TEXT,
    paraphrase TEXT NOT NULL,           -- '' where words of the sources say the statement
    at         TEXT,                    -- the instant, ISO 8601 with offset, where a source gives a clock time
    vote       TEXT,
    note       TEXT,                    -- the team's own
    corrections TEXT NOT NULL,          -- JSON list of [day, what]
    first_id   TEXT NOT NULL,           -- the id under which it first came: what was told of it is kept under that one
    sources    INTEGER NOT NULL,        -- how many documents report it
    digest     TEXT NOT NULL            -- SHA-256 over the statement and its reports, for comparing two stores
) STRICT;
CREATE INDEX statement_by_first_id ON statement (first_id);
CREATE INDEX statement_by_sources ON statement (sources, n);
-- The day on which a statement becomes news: that of its release, else the last one that it can have been made on.
CREATE INDEX statement_by_news ON statement (coalesce(substr(released, instr(released, '/') + 1), last_day));
-- The same day of other years, for statements of one known day.
CREATE INDEX statement_by_calendar ON statement (substr(first_day, 6), first_day) WHERE day = first_day;
CREATE INDEX statement_by_act ON statement (act, last_day);
CREATE INDEX statement_by_length ON statement (julianday(last_day) - julianday(first_day)) WHERE first_day <> last_day;

CREATE TABLE statement_speaker (
    statement    INTEGER NOT NULL REFERENCES statement(n),
    position     INTEGER NOT NULL,
    party        TEXT NOT NULL REFERENCES party(id),
    role         TEXT,                  -- the title on that day, in truth
    organisation TEXT REFERENCES party(id),     -- of that role
    side         TEXT REFERENCES country(code), -- the country for which this speaker speaks
    PRIMARY KEY (statement, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement_side (           -- the countries for which a statement speaks, each once
    statement INTEGER NOT NULL REFERENCES statement(n),
    position  INTEGER NOT NULL,
    country   TEXT NOT NULL REFERENCES country(code),
    PRIMARY KEY (statement, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement_to (
    statement INTEGER NOT NULL REFERENCES statement(n),
    position  INTEGER NOT NULL,
    country   TEXT REFERENCES country(code),    -- exactly one of country and party
    party     TEXT REFERENCES party(id),
    PRIMARY KEY (statement, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement_about (
    statement INTEGER NOT NULL REFERENCES statement(n),
    position  INTEGER NOT NULL,
    country   TEXT NOT NULL,            -- a country's code, or the id of a person or an organisation
    PRIMARY KEY (statement, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement_relation (       -- what a statement does to another one
    statement INTEGER NOT NULL REFERENCES statement(n),
    position  INTEGER NOT NULL,
    kind      TEXT NOT NULL,            -- answers, denies, corrects, withdraws, repeats, quotes, follows
    other     TEXT NOT NULL,            -- the other one's id
    PRIMARY KEY (statement, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_relation_by_other ON statement_relation (other);

CREATE TABLE former_id (                -- ids that a statement had, and those of statements that were merged into it
    id        TEXT NOT NULL,
    statement INTEGER NOT NULL REFERENCES statement(n),
    PRIMARY KEY (id, statement)
) STRICT, WITHOUT ROWID;
CREATE INDEX former_id_of_statement ON former_id (statement);

CREATE TABLE withdrawal (               -- statements that were taken back
    id      TEXT PRIMARY KEY,
    because TEXT NOT NULL,
    day     TEXT,                       -- EDTF
    instead TEXT                        -- id of the statement to read instead
) STRICT, WITHOUT ROWID;

CREATE TABLE statement_topic (
    statement INTEGER NOT NULL REFERENCES statement(n),
    position  INTEGER NOT NULL,
    topic     TEXT NOT NULL REFERENCES topic(id),
    PRIMARY KEY (statement, position)
) STRICT, WITHOUT ROWID;

-- Every timeline, in its order, so that a page of it is one stretch of the primary key:
-- all        all statements (`ref` is empty)
-- speaker    a person; an organisation, with the officials who speak in a post there
-- side       a country spoken for; `-` for statements that are for none
-- to         a person or an organisation addressed, or the country of either
-- about      a country addressed (or whose officials are) or spoken about
-- country    a country in any of these ways
-- topic, event (a larger occasion, with those that are part of it), publisher (by name, or an agency's id)
-- only       what one publisher alone reports, by its name; quoted: what is quoted word for word (`ref` is empty)
-- act        a PLOVER type, a tone, or a kind of acts (bot/corpus/act_kinds.py)
-- between    what two countries say and do to each other, by both codes in order
CREATE TABLE timeline (
    kind      TEXT NOT NULL
              CHECK (kind IN ('all', 'speaker', 'to', 'side', 'about', 'country', 'topic', 'event', 'publisher',
                              'only', 'quoted', 'act', 'between')),
    ref       TEXT NOT NULL,
    first_day TEXT NOT NULL,            -- '' where no day is given
    statement INTEGER NOT NULL,
    PRIMARY KEY (kind, ref, first_day, statement)
) STRICT, WITHOUT ROWID;

CREATE TABLE report (
    n            INTEGER PRIMARY KEY,
    statement    INTEGER NOT NULL REFERENCES statement(n),
    source       TEXT NOT NULL REFERENCES source(id),
    kind         TEXT NOT NULL CHECK (kind IN ('direct', 'mixed', 'indirect', 'act', 'verbatim')),
    form         TEXT,                  -- what kind of document its words are from
    passage      TEXT NOT NULL,
    starts       INTEGER NOT NULL,      -- characters (code points) into document.body; ends is exclusive
    ends         INTEGER NOT NULL,
    speaker_written  TEXT,
    role_written     TEXT,
    to_written       TEXT,
    day_written      TEXT,
    released_written TEXT,
    venue_written    TEXT,
    day          TEXT,                  -- the day that this source gives
    day_how      TEXT,
    via          TEXT NOT NULL,         -- JSON list of party ids, nearest to the reader first
    attribution  TEXT NOT NULL CHECK (attribution IN ('stated', 'inferred')),
    inferred_how TEXT,
    recounted_by TEXT REFERENCES party(id),
    speakers     TEXT NOT NULL,         -- JSON list of party ids: whom this source names instead of the statement's
    locator      TEXT NOT NULL,         -- JSON list of [kind, place]
    translated   TEXT NOT NULL,         -- JSON list: language and translator, where the words are a translation
    translations TEXT NOT NULL          -- JSON list of [language, translator, text]
) STRICT;
CREATE INDEX report_of_statement ON report (statement, n);
CREATE INDEX report_of_source ON report (source, n);

CREATE TABLE quotation (
    report   INTEGER NOT NULL REFERENCES report(n),
    position INTEGER NOT NULL,
    exact    TEXT NOT NULL,             -- the text between the marks, character for character; of a verbatim report
                                        -- the speaker's words
    starts   INTEGER NOT NULL,
    ends     INTEGER NOT NULL,
    before   TEXT NOT NULL,             -- what else is between the same marks, where the statement is a part of it
    after    TEXT NOT NULL,
    PRIMARY KEY (report, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE clause (                   -- the words of a passage that say its statement, where they are not quoted
    report   INTEGER NOT NULL REFERENCES report(n),
    position INTEGER NOT NULL,
    exact    TEXT NOT NULL,
    starts   INTEGER NOT NULL,
    ends     INTEGER NOT NULL,
    PRIMARY KEY (report, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE foreign_words (            -- quoted words in a passage that are not among the report's quotations:
    report INTEGER NOT NULL REFERENCES report(n),   -- somebody else's words, another statement's, the name of a treaty
    starts INTEGER NOT NULL,
    ends   INTEGER NOT NULL,
    PRIMARY KEY (report, starts, ends)
) STRICT, WITHOUT ROWID;

CREATE TABLE conflict (                 -- readings that disagree, and sources that err; of a report, or of a source itself
    source      TEXT NOT NULL REFERENCES source(id),
    report      INTEGER REFERENCES report(n),
    position    INTEGER NOT NULL,
    field       TEXT NOT NULL,
    reading     TEXT NOT NULL,
    against     TEXT NOT NULL,
    believed    TEXT NOT NULL,
    because     TEXT NOT NULL,
    with_source TEXT REFERENCES source(id)
) STRICT;
CREATE INDEX conflict_of_report ON conflict (report, position);
CREATE INDEX conflict_of_source ON conflict (source, position);
CREATE INDEX conflict_with_source ON conflict (with_source) WHERE with_source IS NOT NULL;

CREATE TABLE synonym (                  -- words that a search takes for one another
    id   TEXT NOT NULL,                 -- of the group
    word TEXT NOT NULL,                 -- one word, or several in a row
    kind TEXT NOT NULL CHECK (kind IN ('meaning', 'name')),
    PRIMARY KEY (id, word)
) STRICT, WITHOUT ROWID;

-- The full-text index is in the folder beside this file that has its name (bot/store/index/). The terms of each
-- statement are here once more, for the reranker.
CREATE TABLE statement_terms (
    statement INTEGER PRIMARY KEY REFERENCES statement(n),
    stems     TEXT NOT NULL,            -- of the sources' texts, in their order, `|` between two texts
    extra     TEXT NOT NULL,            -- of the paraphrase, names, topics and days
    unquoted  TEXT NOT NULL             -- those of the sources' texts that are in no quotation, each once
) STRICT;
CREATE TABLE term (                     -- every word of the index: for spelling correction, autocomplete and highlighting
    word  TEXT PRIMARY KEY,             -- folded
    stem  TEXT NOT NULL,                -- as in the index
    count INTEGER NOT NULL              -- how many statements contain it
) STRICT, WITHOUT ROWID;
CREATE INDEX term_by_stem ON term (stem, count, word);

-- Columnar data of each country spoken for (bot/store/queries/columns.py), derived from the tables above by
-- bot/store/build/country_columns.py: summaries are counted from it. The place of a statement is its rank among those
-- for the country, by first_day (none first) and number.
CREATE TABLE country_column (
    what    TEXT NOT NULL,              -- several columns in one, with an empty value: days, counted, lines, n;
                                        -- the places of each value: topic, about, side; counts as JSON: tally
    value   TEXT NOT NULL,
    country TEXT NOT NULL,              -- spoken for; '-' for statements that are for none
    content BLOB NOT NULL,              -- see bot/store/queries/column_codec.py
    PRIMARY KEY (what, value, country)  -- so that what is read of all countries is adjacent
) STRICT, WITHOUT ROWID;
CREATE INDEX country_column_of_country ON country_column (country);

CREATE TABLE timeline_length (          -- how many statements are on each timeline: the shortest is walked
    kind   TEXT NOT NULL,
    ref    TEXT NOT NULL,
    length INTEGER NOT NULL,
    PRIMARY KEY (kind, ref)
) STRICT, WITHOUT ROWID;
-- The order in which sources are listed.
CREATE INDEX source_by_day ON source (coalesce(published, '~'), id);
CREATE INDEX source_of_publisher ON source (publisher, coalesce(published, '~'), id);
