"""Days as people type and read them: typed text to a span of days, and days to text in a reader's language.

`parser.py` is what others call: it tries `numeric.py` and `english.py` on text made plain by `normalize.py`, and leaves
other languages to dateparser. `spans.py` has the sums, `format.py` writes a day, `suggestions.py` completes one.
A span is its first and its last day, both inclusive; days have no time zone. Imports the errors and suggestions of
`options`. Begin reading with `parser`:

    resolve_day("since", "last week", date(2024, 6, 28))  # (date(2024, 6, 17), date(2024, 6, 23))
"""
