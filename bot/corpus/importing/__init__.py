"""Takes statements in from tables and data sets of others: each row with its document, or refused with the reason.

Begin at importer.py. What a table or data set does not say is never filled in: it is asked for, or reported as unknown.
"""
