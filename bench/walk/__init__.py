"""Which way an answer takes through the files of bot/, counted."""
