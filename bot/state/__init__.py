"""What the bot did and what teams chose: one SQLite file that is never rebuilt, and migrated by numbered steps.

Concepts: State is the open file, and each of its parts is a repository over one group of tables: orders of briefings,
the outboxes of briefings and alerts, follows, what is known of former stores, the lease, questions behind buttons.
A change is one statement, or several in one transaction: a process may be killed at any moment.

Imports bot.answers and below; the tables are in steps/*.sql, and a step that was released is never edited. Begin with
state.py, then repository.py. docs/running.md tells how the file is backed up and restored.

    state = await State.open(Path("var/state.sqlite"))
    await state.subscriptions.put(order, now)
    await state.close()
"""

from bot.state.errors import StateError
from bot.state.state import State

__all__ = ["State", "StateError"]
