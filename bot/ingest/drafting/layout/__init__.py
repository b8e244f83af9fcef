"""What can be told of a document before any sentence is parsed: paragraphs, headlines, quotations, transcripts.

`paragraphs` joins lines that were only broken to fit a column, without moving a letter. `quotation_marks` pairs marks
of several scripts. `headlines` says which paragraphs are no text of the document's own; `transcripts` finds speaker
labels and signatures, and which kind of document it is.

Imports only the model. All positions are offsets into the document's text, in characters. Begin with `paragraphs`:

    paragraphs = split_paragraphs(text)
    quotations = find_quotations(text, paragraphs)
"""
