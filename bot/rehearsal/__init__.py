"""A loopback Discord of our own, for trying the bot and testing it end to end without Discord."""
