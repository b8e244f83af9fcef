-- Names that say what the tables and columns hold.
ALTER TABLE known RENAME TO known_block;
ALTER TABLE known_block RENAME COLUMN held TO lines;
ALTER TABLE held RENAME TO arrival;     -- of statements that came after the first store
ALTER TABLE arrival RENAME COLUMN first_held TO arrived;
DROP INDEX held_since;
CREATE INDEX arrival_by_time ON arrival (arrived);
ALTER TABLE posting RENAME COLUMN told TO reported;
DROP INDEX posting_untold;
CREATE INDEX posting_unreported ON posting (due) WHERE state IN ('failed', 'missed') AND reported = 0;
ALTER TABLE reload RENAME COLUMN seen TO noted;
