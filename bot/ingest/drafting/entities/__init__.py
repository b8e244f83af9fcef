"""Who a document names, and whom its words mean: people, institutions, countries and media.

- `cast` holds them with their mentions. `names` fills it: `known_names`, then `capitalised_runs` cut into `people`,
  `bodies`, `media`, `places` (countries) and `offices` with their holders.
- `speakers` goes from the head of a phrase to who that is, with `pronouns`, `noun_speakers` ("the ministry") and
  `group_speakers` ("the two sides"); `speaker_context` is what the text has told so far. Where two would fit, neither
  is sure.

Imports `frames`, `syntax` and `lexicon`. Begin reading with `cast`, then `speakers`:

    cast = Cast(page, known, Places(known.countries))
    find_names(cast)
    who = Subjects(page, cast).resolve(frame.subject)
"""
