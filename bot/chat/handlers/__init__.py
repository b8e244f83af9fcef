"""What a command or a click does, one file for each concern.

A handler checks permissions, asks the answer service or changes the state, and sends a rendered message. Questions
all go one way, through `answers.py`; whatever cannot be answered is one sentence to the person.

May import: of the chat `interaction.py`, `permissions.py`, `errors.py`, `custom_ids.py`, `limits.py` and `render/`;
never commands, components or the client, which call it. Begin reading at `answers.py`.

    await answer(interaction, Question("who-said", {"words": "irreversible"}, today))
"""
