"""A question in, an Answer out: plain data, one file for each kind of question, no Discord types.

A `Question` is a command with its options as typed. `resolve_question` turns the options into ids, codes and days,
which make a `Filter`; a handler asks the store by it and gives an `Answer`, which any renderer can draw.

Begin with `service.py`. `model.py` has the data, `catalogue.py` the commands and their options. The packages, from the
ground up: `options` (typed text), `formatting` (lines of text), `handlers` (one file a command) and `briefing`.
Imports the store and the corpus; nothing here imports Discord.

    answer = await service.answer(Question("who-said", {"words": "irreversible"}, date(2024, 6, 29)))
"""
