"""The child process that reads one document within limits, and all that runs in it alone.

`__main__` is the process: it limits itself (`sandbox`), loads what it needs, shuts itself in, and only then opens the
document. `extraction` goes from bytes to a `ReadDocument`. The bot starts it through `reader` and imports none of it,
so no parser of a hostile format is ever loaded into the bot.

Imports `formats`, `structure`, `text` and the model. Begin reading with `__main__`:

    document = extract_document(data, "article.html", "text/html")  # in a child, or in a test
"""
