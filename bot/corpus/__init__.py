"""What people write: the records, their reading with file and line, and their checking against the sources."""
