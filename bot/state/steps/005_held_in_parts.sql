-- What the stores have held so far, in parts, so that a large store is compared with it part by part.
CREATE TABLE known (
    first TEXT PRIMARY KEY,             -- a part goes from here to the first of the next one; '' is the first of all
    held  TEXT NOT NULL                 -- lines "id digest" in order of the ids; what a store no longer holds stays
) STRICT, WITHOUT ROWID;
INSERT INTO known
SELECT '', group_concat(id || ' ' || digest, char(10)) FROM (
    SELECT one.key AS id, substr(one.value, 1, 16) AS digest FROM reload, json_each(reload.holds) AS one
    WHERE number = (SELECT max(number) FROM reload)
    UNION ALL
    SELECT statement, '' FROM held WHERE NOT EXISTS (
        SELECT 1 FROM reload, json_each(reload.holds) AS one
        WHERE number = (SELECT max(number) FROM reload) AND one.key = held.statement)
    ORDER BY id)
HAVING count(*) > 0;
ALTER TABLE reload DROP COLUMN holds;
-- Only what came later than the first look has a time; that the rest was there stands in `known`.
DELETE FROM held WHERE first_held IS NULL;
