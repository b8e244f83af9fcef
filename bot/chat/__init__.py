"""Everything Discord: the client, one file per command, views, rendering, error answers."""
