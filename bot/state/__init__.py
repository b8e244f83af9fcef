"""What the bot did and what teams chose: one SQLite file that is never rebuilt, migrated by numbered steps."""

from bot.state.state import State, StateError

__all__ = ["State", "StateError"]
