"""Where the shipped records are, and the day on which they are asked about."""

from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2024, 6, 30)
