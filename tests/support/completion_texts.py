"""What completing may offer of: quotations, and the passages of statements that have none."""

OFFERED = """
SELECT exact FROM quotation UNION SELECT passage FROM report WHERE statement NOT IN (
    SELECT r.statement FROM report r JOIN quotation q ON q.report = r.n)"""
