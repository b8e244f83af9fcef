"""The SQL that derives which timelines statements are on; see the schema's `timeline`."""

from __future__ import annotations

from bot.corpus.act_kinds import list_words

ONLY, QUOTED = "only", "quoted"  # timelines: of what one publisher alone reports, and of what is quoted word for word
NO_SIDE = "-"  # the side of statements that speak for no country

_PLACES = """
WITH RECURSIVE
occasion (event, larger) AS MATERIALIZED (
    SELECT id, id FROM event
    UNION SELECT o.event, e.part_of FROM occasion o JOIN event e ON e.id = o.larger WHERE e.part_of IS NOT NULL
),
about (n, country) AS (
    SELECT t.n, coalesce(a.country, p.country)
    FROM {table} t CROSS JOIN statement_to a ON a.statement = t.n LEFT JOIN party p ON p.id = a.party
    UNION ALL SELECT t.n, a.country FROM {table} t CROSS JOIN statement_about a ON a.statement = t.n
),
act_kind (word, kind) AS (VALUES {act_kinds}),
act (n, word) AS (
    SELECT t.n, s.act FROM {table} t CROSS JOIN statement s ON s.n = t.n
    UNION SELECT t.n, s.tone FROM {table} t CROSS JOIN statement s ON s.n = t.n
),
addressed (n, country) AS (
    SELECT t.n, coalesce(a.country, p.country)
    FROM {table} t CROSS JOIN statement_to a ON a.statement = t.n LEFT JOIN party p ON p.id = a.party
),
-- Those who speak together, and those who are spoken to; where nobody is, those who are spoken about.
other_side (n, country) AS (
    SELECT n, country FROM addressed WHERE country IS NOT NULL
    UNION SELECT t.n, c.country FROM {table} t CROSS JOIN statement_side c ON c.statement = t.n
    UNION SELECT t.n, a.country FROM {table} t CROSS JOIN statement_about a ON a.statement = t.n
          WHERE NOT EXISTS (SELECT 1 FROM statement_to o WHERE o.statement = t.n)
            AND (SELECT count(*) FROM statement_side c WHERE c.statement = t.n) < 2
),
published (n, publisher) AS (
    SELECT t.n, s.publisher
    FROM {table} t CROSS JOIN report r ON r.statement = t.n CROSS JOIN source s ON s.id = r.source
),
place (kind, ref, n) AS (
    SELECT 'all', '', n FROM {table}
    UNION ALL SELECT 'speaker', p.party, t.n FROM {table} t CROSS JOIN statement_speaker p ON p.statement = t.n
    UNION ALL SELECT 'speaker', p.organisation, t.n FROM {table} t CROSS JOIN statement_speaker p ON p.statement = t.n
    UNION ALL SELECT 'to', a.party, t.n FROM {table} t CROSS JOIN statement_to a ON a.statement = t.n
    UNION ALL SELECT 'to', country, n FROM addressed
    UNION ALL SELECT 'side', c.country, t.n FROM {table} t CROSS JOIN statement_side c ON c.statement = t.n
    UNION ALL SELECT 'side', '{no_side}', t.n FROM {table} t
              WHERE NOT EXISTS (SELECT 1 FROM statement_side c WHERE c.statement = t.n)
    UNION ALL SELECT 'country', c.country, t.n FROM {table} t CROSS JOIN statement_side c ON c.statement = t.n
    UNION ALL SELECT 'about', country, n FROM about
    UNION ALL SELECT 'country', country, n FROM about
    UNION ALL SELECT 'topic', c.topic, t.n FROM {table} t CROSS JOIN statement_topic c ON c.statement = t.n
    UNION ALL SELECT 'event', o.larger, t.n
    FROM {table} t CROSS JOIN statement s ON s.n = t.n CROSS JOIN occasion o ON o.event = s.event
    UNION ALL SELECT 'publisher', publisher, n FROM published
    UNION ALL SELECT 'only', min(publisher), n FROM published
              GROUP BY n HAVING count(DISTINCT publisher) = 1 AND count(publisher) = count(*)
    UNION ALL SELECT 'publisher', s.agency, t.n
    FROM {table} t CROSS JOIN report r ON r.statement = t.n CROSS JOIN source s ON s.id = r.source
    UNION ALL SELECT 'quoted', '', t.n FROM {table} t CROSS JOIN report r ON r.statement = t.n
              WHERE r.kind IN ('direct', 'mixed', 'verbatim')
    UNION ALL SELECT 'act', word, n FROM act
    UNION ALL SELECT 'act', k.kind, a.n FROM act a JOIN act_kind k ON k.word = a.word
    UNION ALL SELECT 'between', min(c.country, o.country) || ' ' || max(c.country, o.country), t.n
    FROM {table} t CROSS JOIN statement_side c ON c.statement = t.n JOIN other_side o ON o.n = t.n
    WHERE c.country <> o.country
)
SELECT DISTINCT p.kind, p.ref, coalesce(s.first_day, '') AS first_day, p.n AS statement
FROM place p CROSS JOIN statement s ON s.n = p.n WHERE p.ref IS NOT NULL ORDER BY 1, 2, 3, 4"""


def select_places(table: str) -> str:
    """A SELECT of the rows of `timeline` for the statements whose numbers are in the column `n` of a table."""
    kinds = ", ".join(f"('{word}', '{kind}')" for word, kind in list_words())
    return _PLACES.format(table=table, no_side=NO_SIDE, act_kinds=kinds)
