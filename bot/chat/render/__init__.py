"""From an Answer to the components of a message, within Discord's limits.

`markdown.py` makes text safe, `card.py` is one item, `page.py` puts as many cards as fit into a message, and
`layout.py` has the frame, the palette, the buttons, and measures: a SizeBudget is characters and components.
Verbatim text is escaped and never shortened; what a message cannot hold is attached as a file, or is behind a button.

May import: answers, state's records, and of the chat only `custom_ids.py` and `limits.py`. No function here sends.
Begin reading at `page.py`.

    page = present(lay_out(answer, PageContext(token, index=0, locale="en", tokens={})))
    await interaction.response.send_message(view=page.view, files=list(page.files))
"""
