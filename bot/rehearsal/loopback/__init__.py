"""The fake Discord: one guild, its gateway and its REST API, served on a free port of 127.0.0.1.

`service.py` puts it together; `state.py` is all that it remembers. The bot comes in by `gateway.py` and `rest.py` with
`routes/`; people act through `users.py` and get a Reply. `validation/` checks every request against Discord's OpenAPI
description and hard limits and records each breach. `faults.py` lets requests fail as a test asks for.

May import: nothing of the bot. Begin reading at `service.py`.

    discord.fail_next("POST", r"/callback$", "drop")  # the next answer's connection is cut off
"""
