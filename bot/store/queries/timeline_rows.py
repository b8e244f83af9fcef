"""The SQL that derives which timelines statements are on; see the schema's `timeline`."""

from __future__ import annotations

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
place (kind, ref, n) AS (
    SELECT 'all', '', n FROM {table}
    UNION ALL SELECT 'speaker', p.party, t.n FROM {table} t CROSS JOIN statement_speaker p ON p.statement = t.n
    UNION ALL SELECT 'speaker', p.organisation, t.n FROM {table} t CROSS JOIN statement_speaker p ON p.statement = t.n
    UNION ALL SELECT 'to', a.party, t.n FROM {table} t CROSS JOIN statement_to a ON a.statement = t.n
    UNION ALL SELECT 'side', c.country, t.n FROM {table} t CROSS JOIN statement_side c ON c.statement = t.n
    UNION ALL SELECT 'side', '{no_side}', t.n FROM {table} t
              WHERE NOT EXISTS (SELECT 1 FROM statement_side c WHERE c.statement = t.n)
    UNION ALL SELECT 'country', c.country, t.n FROM {table} t CROSS JOIN statement_side c ON c.statement = t.n
    UNION ALL SELECT 'about', country, n FROM about
    UNION ALL SELECT 'country', country, n FROM about
    UNION ALL SELECT 'topic', c.topic, t.n FROM {table} t CROSS JOIN statement_topic c ON c.statement = t.n
    UNION ALL SELECT 'event', o.larger, t.n
    FROM {table} t CROSS JOIN statement s ON s.n = t.n CROSS JOIN occasion o ON o.event = s.event
    UNION ALL SELECT 'publisher', s.publisher, t.n
    FROM {table} t CROSS JOIN report r ON r.statement = t.n CROSS JOIN source s ON s.id = r.source
)
SELECT DISTINCT p.kind, p.ref, coalesce(s.first_day, '') AS first_day, p.n AS statement
FROM place p CROSS JOIN statement s ON s.n = p.n WHERE p.ref IS NOT NULL ORDER BY 1, 2, 3, 4"""


def select_places(table: str) -> str:
    """A SELECT of the rows of `timeline` for the statements whose numbers are in the column `n` of a table."""
    return _PLACES.format(table=table, no_side=NO_SIDE)
