"""Describes the record format from its model: every key with its meaning and values, and JSON Schema for editors.

Begin reading at keys.py. Imports the model alone.
"""
