"""What the lines of a text are: headline, byline, date line, caption, boilerplate, or the story itself.

`units` are what is judged: lines, or whole paragraphs where lines are broken at a fixed width. `line_rules`, `bylines`,
`dates` and `agencies` judge one unit by itself; `classification` judges them together; `publication` reads from the
result who published the text, after which agency, on which day, each with how it was found.

Imports only the model. Begin reading with `classification`:

    labels = classify(text)
    published, warnings = find_text_day(labels)
"""
