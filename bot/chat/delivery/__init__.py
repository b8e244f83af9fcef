"""Posts without anybody asking: the chat ports that briefings and alerts are sent through.

The schedulers in bot/notifications know a ChatPort and no Discord. The two classes here implement it: they send with
a nonce, so that a message shows once, find a message again after a crash, and translate Discord's errors into
"try again", "people must change something" and "never".

May import: of the chat `errors.py`, `custom_ids.py`, `limits.py` and `render/`. Begin reading at `briefings.py`.

    port = DiscordChatPort(client)
    message = await port.send(channel, view, MessageKey(...), role=None)
"""
