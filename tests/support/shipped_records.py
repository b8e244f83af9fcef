"""Where the shipped records are, and the day on which they are asked about."""

from datetime import date

from bot.settings import HOME

ROOT = HOME
TODAY = date(2024, 6, 30)
