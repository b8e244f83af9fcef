"""What an answer costs from the question to the message, over sockets, beside a bare command of the library."""
