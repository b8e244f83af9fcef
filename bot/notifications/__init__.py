"""Sends briefings at their time and alerts after a new store: which, where, when, and never twice.

Concepts: an order becomes a posting for each local day, and a new store an alert for each follower. Both are outboxes
in the state file: a line is planned first, then sending, then sent; after a crash the next process goes on with what
is open, and looks in the channel for a message whose answer was lost. One process holds the lease and acts.

Imports bot.state, bot.answers and below, and nothing of Discord: a chat is given as a port (chat_port.py). Begin with
briefing_scheduler.py (what is due) and briefing_delivery.py (one posting, step by step); alert_dispatcher.py does the
same for alerts, and periodic_task.py is what both are made of.

    scheduler = BriefingScheduler(state, service, port, catch_up=6 * 3_600)
    await scheduler.run()
"""
