"""One file for each command that asks: options resolved and a read session in, an `Answer` out.

A handler is a function `answer_…(asked, session, limit)`; `service.py` lists them by command. It decides what is shown,
in which order and under which heading, and says in notes what is left out and why. Shared by several: `relaxation.py`
(which option stands in the way of an empty answer) and `passage_context.py` (text around a passage).

Imports `options`, `formatting` and the store's session. Begin reading with `speaker`, a short one:

    answer = answer_speaker(asked, session, limit=10)
"""
