"""The rehearsal room: the fake Discord in a browser, for people to try the bot in.

`server.py` serves the page under a random token and tells every page of each message; `page_session.py` is one open
page and its person; `views.py` writes what a page shows as JSON, and `static/` draws it without a framework.
`access.py` lets in who has the token, and tells the browser to run nothing foreign.

May import `loopback/` and the parser of slash commands (bot/slash_line.py). Begin reading at `server.py`.

    async with RehearsalRoom(discord, folders=[Path("data")]) as room:
        print(room.address)
"""
