"""Tuning and measuring of the process, apart from Discord: garbage collection and the delay of the event loop.

Both keep an answer's 99th percentile low: a full collection stops all threads for tens of milliseconds, so it is done
while nobody waits. May import nothing of the project. Begin reading at `garbage_collection.py`.

    with collect_seldom():
        asyncio.create_task(collect_while_idle(lambda: client.is_idle))
"""
