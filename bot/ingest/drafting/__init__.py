"""Drafts reports from the text of a document, by rules: who said or did what, to whom, on which day, handed on by whom.

The packages are the steps, in this order: `layout` (paragraphs, quotations), `syntax` (parsed sentences), `frames`
(verbs of saying and doing), `entities` (who is named), `attribution` (reports and their speakers), `dates`; `lexicon`
holds the word lists. `engine` runs them, `compose` makes drafts of reports, `confidence` says how far each can be
relied on. `worker` keeps the child process that does it; `other_languages` is all that is done in one but English.

The rules know nothing of the store: known parties come in as plain records. Imports nothing of the bot. Begin reading
with `model` for what goes in and comes out, then `engine`:

    drafted = draft(DraftInput(text), Known(), SpacyParser.load())
"""
