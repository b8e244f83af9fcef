"""Writes files of records in one order and one style, comments and values as they were. Begin at formatter.py."""
