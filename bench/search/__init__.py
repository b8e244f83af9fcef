"""Search: half-remembered words against many statements."""
