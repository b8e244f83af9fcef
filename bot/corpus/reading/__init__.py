"""Reading files of records: from bytes to validated records, each value with its file, line and column.

`data_files` finds the files and cuts them into parts, so that a change is read alone. `yaml_reader` and `jsonl_reader`
give plain data with positions, `yaml_errors` and `validation_messages` say what is wrong in words, `defaults` fills in
what a file gives once, and `record_parser` makes the records. Nothing here reads a document or compares records.

Imports the record format and `bot.corpus.problems`. Begin reading with `data_files`, then `record_parser`:

    files, problems = list_files(Path("data"))
    read, more = read_part(cut(files[0], read_bytes(files[0]))[0])
    records = read_records(read, is_source=True)
"""
