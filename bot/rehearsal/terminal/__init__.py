"""The fake Discord at a prompt: lines are slash commands or numbers of buttons, answers are drawn as text.

`prompt.py` reads lines from a person or a pipe, `session.py` carries them out, `message_view.py` and `markdown.py`
draw what the bot sent, `completion.py` offers what the bot's autocompletion offers.

May import `loopback/` and the parser of slash commands (bot/slash_line.py). Begin reading at `prompt.py`.

    code = await run_prompt(discord, Console(), "member", "press-desk", stdin=sys.stdin)
"""
