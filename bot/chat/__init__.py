"""The Discord side of the bot: receives interactions, answers them, and posts what is due.

An interaction is a slash command, a click on a component, or a request for autocompletion. `commands/` says which
commands there are, `components.py` which buttons and selects; both call `handlers/`, which ask the answer service and
the state and hand the result to `render/`. What is posted without anybody asking goes out by `delivery/`. `runtime/`
tunes the process. Nothing but `runner.py` imports the client: everything else knows `interaction.py`.

May import: answers, state, notifications and all below them. This is the only package that imports discord.
Begin reading at `commands/who_said.py`, then `handlers/answers.py` and `render/page.py`.

    from bot.chat.runner import serve

    await serve(settings, service, state, token, stop)  # until the event `stop` is set
"""
