"""Building: how long compiling and reloading take, and what those who ask notice of it."""
