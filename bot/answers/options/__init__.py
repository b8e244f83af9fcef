"""What people type into an option, taken for what they mean: countries, speakers, topics, events, publishers, days.

Every `resolve_…` takes the option's name, for its errors, and the typed text, and returns an id, a code or a day. It
raises `NotUnderstood` with the nearest values, or `Ambiguous` with the candidates. Every `suggest_…` completes a text
that is still being typed, on each key, and raises nothing; the value of a suggestion resolves to the same thing.

Begin with `entities.py` (names), `speakers.py` (who is meant as a speaker), `dates/parser.py` and `scope.py`, which
reads several of these at once. Imports the store's directory of names and `bot.answers.model`, nothing else of answers.

    resolve_country(directory, "country", "Seoul")  # "KR"
"""
