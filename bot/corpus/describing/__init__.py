"""Describes the record format from its model: every key with its meaning and values, and JSON Schema for editors.

`keys` lists the keys from the model's own annotations, `forms` says what a value may be, `key_list` writes them as a
page and suggests the key that was meant, `json_schema` makes what an editor completes and checks by.

Imports the record format and `bot.corpus.reading`. Begin reading with `keys`:

    print(write_key_list())
"""
