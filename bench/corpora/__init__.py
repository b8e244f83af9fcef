"""Corpora of any size: records and their documents, as the bot's check wants them."""
