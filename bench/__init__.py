"""How well and how fast the bot answers: benchmarks, none of which the bot needs."""
