-- What a posting showed, in its order: the rest of a long one is read page by page from here.
ALTER TABLE posting_statement ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
