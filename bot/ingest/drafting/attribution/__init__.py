"""Who said or did what: frames and quotations become reports with a speaker, a chain and a rule.

- `reports`: from frames, nested ones sorted into speaker and chain. `speech_acts`: their act and tone.
- `quotations`: who says each of them, with `labelled_quotations` and `nearby_speakers` where no frame holds it;
  `scare_quotes`: marked words that are no statement. `embedded_reports`: what is told inside a quotation.
- `own_words`: speeches, statements and transcripts, whose `authors` are named in head, label or signature.

Imports `entities` and all below. Begin reading with `reports`, then `quotations`:

    reports = read_frames(page, subjects, find_frames(page))
    Speech(page, cast, subjects, frames, reports).read()  # adds to `reports`
"""
