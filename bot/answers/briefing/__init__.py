"""Briefings: which statements are news on a day, grouped by event, country and speaker, and written in four formats.

`compose.py` asks the store and groups; its `Briefing` holds records and the words chosen of each, no text of ours.
`document.py` lists a briefing's parts in reading order, with the sentences of `sentences.py`; `to_text.py`,
`to_markdown.py`, `to_html.py` and `to_json.py` write them, and `bot/chat/render/briefing.py` draws them for Discord.
`preview.py` is the same briefing as an `Answer`. Imports `options`, `formatting` and
the store. Begin reading with `compose`:

    briefing = await compose(store, BriefingRequest(day=date(2024, 6, 27), since=date(2024, 6, 26)))
"""
