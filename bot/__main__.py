"""`python -m bot`: the same ways in as the console script `attache`."""

import sys

from bot.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
