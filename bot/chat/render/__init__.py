"""From an Answer to what Discord shows: text made safe, cards, and pages that keep within Discord's limits."""
