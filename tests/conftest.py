"""What holds for every test: properties have no deadline, and in CI they try the same examples each time."""

import os

from hypothesis import settings

# A machine that is busy elsewhere is no fault of the code: budgets live in bench/.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")
