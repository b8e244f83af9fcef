"""A Discord on 127.0.0.1, to try the bot in and to test it over real sockets without Discord.

`loopback/` is the fake Discord: gateway, REST, a guild with people who use commands and click. `room/` shows it in a
browser, `terminal/` at a prompt; neither knows the other.

May import: nothing of chat, notifications or state, because it knows the bot only by what comes over the socket.
Begin reading at `loopback/service.py`.

    async with LoopbackDiscord() as discord:
        point_at(discord.rest_base, discord.gateway_url)  # then connect any bot with discord.token
        await discord.wait_for_bot()
        reply = await discord.slash("member", "press-desk", "who-said", {"words": "irreversible"})
"""
