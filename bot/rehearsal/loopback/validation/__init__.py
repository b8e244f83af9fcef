"""Checks of the bot's requests: what Discord would not take is a Breach, recorded and never raised.

`openapi.py` checks the shape against Discord's OpenAPI description, where DISCORD_OPENAPI names a copy;
`limits.py` has the hard limits that the description leaves out; `inspector.py` runs both.

May import the loopback's state and http. Begin reading at `inspector.py`.

    breaches = inspector.inspect("POST", "/channels/1/messages", body)
"""
