"""Plain questions, read by rules into a command: "what did Seoul demand of Moscow on 21 June?".

`words` is the vocabulary of asking (verbs of saying and of acting, prepositions, question words) in the languages that
are read; `tokens` cuts a question into words with their places; `parties` finds who is named in a stretch of it;
`reader` puts both together into readings: commands with their options, and the stretch of the question that each option
came from. What is not understood is kept as such. Nothing here asks the store: handlers/ask.py tries the readings.

May import `options` and what it imports. Begin with `reader`:

    >>> read_question(directory, "what did Seoul demand of Moscow?", date(2024, 6, 29)).readings[0].options
    {'speaker': 'Seoul', 'act': 'demands', 'to': 'Moscow'}
"""
