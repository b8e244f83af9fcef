"""Parsed sentences: words with their grammar, each with its place in the document.

`parser` is what the engine asks of a parser, and spaCy behind it; tests and other models bring their own. `page` is a
document parsed whole: words, sentences and paragraphs, where a quotation stands as one word of the sentence around it.

Imports `layout` and the model. Begin reading with `parser`, then `page`:

    page = parse_page(text, paragraphs, quotations, SpacyParser.load())
    page.words[0].dep, page.sentences[0].span
"""
