"""When, where and whether a briefing is posted: schedule, ledger, delivery. Nothing here knows Discord."""
