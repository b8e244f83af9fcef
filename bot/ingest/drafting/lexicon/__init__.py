"""Word lists: what tells people, offices, institutions, media and places apart, and the verbs of saying and doing.

`nouns` holds sets of lower-case words; `verbs` holds verbs in all their forms, each with the act and tone that it
carries by itself and the words that it takes. A word is added here, a rule elsewhere.

Imports nothing of the engine. Begin reading with `verbs`:

    "spokesman" in OFFICES
    SAYING["warned"].lemma == "warn"
"""
