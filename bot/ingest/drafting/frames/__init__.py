"""Frames: a verb or noun of saying or doing, its subject, and the words that it brings in.

`frame` is the record, and finds the subject of a verb through coordination, relative clauses and passives. `saying`
reads "said that …", "according to …", "a warning by …"; `actions` reads acts without words, "summoned the ambassador";
`extraction` finds all of a page, in the order of the text. Who the subject is, is no matter of a frame.

Imports `syntax` and `lexicon`. Begin reading with `frame`:

    for frame in find_frames(page):
        print(frame.cue.text, frame.subject)
"""
