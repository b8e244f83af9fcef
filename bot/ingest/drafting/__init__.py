"""Drafts reports from the text of a document, by rules: who said or did what, to whom, on which day, handed on by whom.

Begin with `engine.draft`, and with `model` for what goes in and comes out. The rules know nothing of the store: known
people and institutions come in as plain records, the grammar through `parsing.Parser`. The chain of steps is
layout → marks → page (grammar) → entities → frames → speakers → days, chains, acts → engine.
"""
