"""Text analysis: what turns a text into index terms, the same when a store is built and when it is asked.

A text is cut into tokens, each in its folded form, which has a stem (`tokenizer`). In folded form case, accents and
punctuation do not matter (`folding`). Names have a phonetic code as well (`phonetic`), days their words (`date_terms`).
A change here needs every store built anew, which happens by itself.

Imports nothing of `bot`. Begin reading with `tokenizer`:

    >>> stem_words(fold_words("The Ministers’ statements"))
    {'the': 'the', 'ministers': 'minist', 'statements': 'statement'}
"""
