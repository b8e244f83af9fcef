"""Records in words: lines, lists and counts that every renderer shares, and the writers for terminal and JSON.

`snippets.py` chooses which words of a statement are shown, once, where the statement is read. `statement_lines.py` and
`record_lines.py` write the lines around them in plain text, not escaped for any renderer. `to_terminal.py` and
`to_json.py` draw a whole `Answer`; Discord's renderer is `bot/chat/render/`.
Imports `options` (days in words) and `bot.answers.model`. Begin reading with `statement_lines`, then `to_terminal`:

    print_answer(answer, Console())
"""
