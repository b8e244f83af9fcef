"""Counts beforehand what summaries show: tallies by country and month, each speaker's newest words on an occasion."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

# A tally narrowed to a topic or to a country spoken about is kept where it covers so many statements. To count one of
# them takes less time than a reader notices, but the list of countries asks for ten of the largest at once.
KEPT_FROM = 200
LISTED_FROM = 5_000
# Months are kept where they hold so many statements each; with fewer, to add the months up takes longer than to count.
DENSE_FROM = 20
# Of all time a summary names no more addressees and topics than these, the most frequent ones.
MOST_NAMED = 50

# What is counted of statements `m` (of one country, or of several): the rows' values, and where they come from.
COUNTED = {
    "statement": "'' AS value, count(*) AS count, min(s.first_day) AS first_day, max(s.last_day) AS last_day"
    " FROM member m CROSS JOIN statement s ON s.n = m.n",
    "act": "s.act AS value, count(*) AS count, NULL AS first_day, NULL AS last_day"
    " FROM member m CROSS JOIN statement s ON s.n = m.n",
    "to": "coalesce(a.country, a.party) AS value, count(*) AS count, NULL AS first_day, NULL AS last_day"
    " FROM member m CROSS JOIN statement_to a ON a.statement = m.n",
    "topic": "t.topic AS value, count(*) AS count, NULL AS first_day, NULL AS last_day"
    " FROM member m CROSS JOIN statement_topic t ON t.statement = m.n",
    "speaker": "p.party AS value, count(*) AS count, NULL AS first_day, NULL AS last_day"
    " FROM member m CROSS JOIN statement_speaker p ON p.statement = m.n WHERE (p.side IS NULL OR p.side = m.country)",
    "source": "r.source AS value, count(*) AS count, NULL AS first_day, NULL AS last_day"
    " FROM member m CROSS JOIN report r ON r.statement = m.n",
}

_BEGIN = """
DROP TABLE IF EXISTS temp.member;
CREATE TEMP TABLE member (country TEXT, kind TEXT, ref TEXT, period TEXT, n INTEGER)"""
_MEMBERS = """
INSERT INTO member
SELECT t.ref, 'all', '', CASE WHEN s.first_day IS NULL THEN '-'
                              WHEN substr(s.first_day, 1, 7) = substr(s.last_day, 1, 7) THEN substr(s.first_day, 1, 7)
                              ELSE '*' END, s.n
FROM timeline t CROSS JOIN statement s ON s.n = t.statement WHERE t.kind = 'side' AND t.ref = ?"""
_BY_TOPIC = """
INSERT INTO member SELECT m.country, 'topic', t.topic, m.period, m.n
FROM member m CROSS JOIN statement_topic t ON t.statement = m.n WHERE m.kind = 'all'"""
_BY_ABOUT = """
INSERT INTO member
SELECT m.country, 'about', a.country, m.period, m.n
FROM member m CROSS JOIN statement_about a ON a.statement = m.n WHERE m.kind = 'all'
UNION
SELECT m.country, 'about', coalesce(a.country, p.country), m.period, m.n
FROM member m CROSS JOIN statement_to a ON a.statement = m.n LEFT JOIN party p ON p.id = a.party
WHERE m.kind = 'all' AND coalesce(a.country, p.country) IS NOT NULL"""
_LISTED = """
INSERT INTO tallied SELECT '', kind, ref, 1 FROM timeline_length
WHERE kind = 'all' OR (kind IN ('about', 'topic') AND length >= ?)"""
_LIST = """
INSERT INTO tally (country, kind, ref, what, period, value, count)
SELECT '', m.kind, m.ref, 'country', {period}, m.country, count(*)
FROM member m WHERE EXISTS (SELECT 1 FROM tallied c WHERE c.country = '' AND c.kind = m.kind AND c.ref = m.ref)
GROUP BY m.kind, m.ref, {period}, m.country"""
_KEEP = """
INSERT INTO tallied
SELECT country, kind, ref, count(*) >= ? * count(DISTINCT period) FROM member
GROUP BY country, kind, ref HAVING kind = 'all' OR count(*) >= ?"""
_LEAVE_OUT = """
DELETE FROM member WHERE NOT EXISTS (
    SELECT 1 FROM tallied c WHERE c.country = member.country AND c.kind = member.kind AND c.ref = member.ref)"""
# Over all time it is enough to know how many speakers and sources there are.
_NUMBERED = {
    "speaker": "'' AS value, count(DISTINCT p.party) AS count, NULL AS first_day, NULL AS last_day"
    " FROM member m CROSS JOIN statement_speaker p ON p.statement = m.n WHERE (p.side IS NULL OR p.side = m.country)",
    "source": "'' AS value, count(DISTINCT r.source) AS count, NULL AS first_day, NULL AS last_day"
    " FROM member m CROSS JOIN report r ON r.statement = m.n",
}
_LEAVE_RARE_OUT = """
DELETE FROM tally WHERE country = ?1 AND what IN ('to', 'topic') AND period = '' AND (kind, ref, what, value) IN (
    SELECT kind, ref, what, value FROM (
        SELECT kind, ref, what, value,
               row_number() OVER (PARTITION BY kind, ref, what ORDER BY count DESC, value) AS place
        FROM tally WHERE country = ?1 AND what IN ('to', 'topic') AND period = '')
    WHERE place > ?2)"""
_LEAVE_MONTHS_OUT = """
DELETE FROM member WHERE EXISTS (
    SELECT 1 FROM tallied c
    WHERE c.country = member.country AND c.kind = member.kind AND c.ref = member.ref AND c.months = 0)"""
_TALLY = """
INSERT INTO tally (country, kind, ref, what, period, value, count, first_day, last_day)
SELECT m.country, m.kind, m.ref, '{what}', {period}, {counted} GROUP BY m.country, m.kind, m.ref, {period}, value"""
_SAID = """
INSERT INTO said
SELECT m.country, s.n, iif(s.event IS NULL, 'topic/' || coalesce(t.topic, ''), 'event/' || s.event),
       coalesce((SELECT p.party FROM statement_speaker p WHERE p.statement = s.n
                 ORDER BY p.side IS NOT ?, p.position LIMIT 1), '')
FROM member m CROSS JOIN statement s ON s.n = m.n LEFT JOIN statement_topic t ON t.statement = s.n AND t.position = 0
WHERE m.kind = 'all' ORDER BY s.n"""
_STAND = """
INSERT INTO stand
SELECT country, max(day) OVER (PARTITION BY occasion), occasion, day, n, speaker, more FROM (
    SELECT country, occasion, speaker, more, substr(place, 1, instr(place, '.') - 1) AS day,
           CAST(substr(place, instr(place, '.') + 1) AS INTEGER) AS n
    FROM (SELECT said.country, said.occasion, said.speaker, count(*) - 1 AS more,
                 max(coalesce(s.first_day, '') || '.' || printf('%018d', s.n)) AS place
          FROM said CROSS JOIN statement s ON s.n = said.statement
          WHERE said.country = ? GROUP BY said.occasion, said.speaker)
)"""
_LENGTHS = "INSERT INTO timeline_length SELECT kind, ref, count(*) FROM timeline GROUP BY kind, ref"


def fill(db: sqlite3.Connection, countries: Iterable[str] | None = None) -> None:
    """Count for all countries, or anew for those alone for which a statement was added, changed or removed.

    All other tables must be as they are to be. The transaction is the caller's.
    """
    if countries is None:
        for table in ("tallied", "tally", "said", "stand", "timeline_length"):
            db.execute(f"DELETE FROM {table}")  # noqa: S608 -- own names
        db.execute(_LENGTHS)
        db.execute(_LISTED, (LISTED_FROM,))
        wanted = [code for (code,) in db.execute("SELECT ref FROM timeline_length WHERE kind = 'side' ORDER BY ref")]
    else:
        wanted = sorted(set(countries))
        for code in wanted:
            for table in ("tallied", "tally", "said", "stand"):
                db.execute(f"DELETE FROM {table} WHERE country = ?", (code,))  # noqa: S608 -- own names
            db.execute("DELETE FROM tally WHERE country = '' AND value = ?", (code,))
    for code in wanted:
        _fill_country(db, code)


def _fill_country(db: sqlite3.Connection, code: str) -> None:
    for step in _BEGIN.split(";"):
        db.execute(step)
    db.execute(_MEMBERS, (code,))
    db.execute(_BY_TOPIC)
    db.execute(_BY_ABOUT)
    for period in ("''", "m.period"):
        db.execute(_LIST.format(period=period))
    db.execute(_KEEP, (DENSE_FROM, KEPT_FROM))
    db.execute(_LEAVE_OUT)
    _tally(db, "''", {**COUNTED, **_NUMBERED})
    db.execute(_LEAVE_RARE_OUT, (code, MOST_NAMED))
    db.execute(_SAID, (code,))
    db.execute(_STAND, (code,))
    db.execute(_LEAVE_MONTHS_OUT)
    _tally(db, "m.period", COUNTED)
    db.execute("DROP TABLE temp.member")


def _tally(db: sqlite3.Connection, period: str, counted: Mapping[str, str]) -> None:
    for what, values in counted.items():
        db.execute(_TALLY.format(what=what, period=period, counted=values))
