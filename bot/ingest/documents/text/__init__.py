"""From bytes to characters, and what is said of them: encodings, characters that need care, the language.

`decoding` takes the byte order mark, the declared encoding, UTF-8, or a guess that is said to be one. `characters`
takes out what must not be in a text and counts what stays but may mislead. `language_detection` asks py3langid.

Imports only the model and the error. Begin reading with `decoding`:

    text, warnings = decode(data, find_declared("text/html; charset=windows-1252"))
"""
