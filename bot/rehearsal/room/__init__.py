"""The rehearsal room: the loopback Discord in a browser, for people to try the bot in."""
