"""Discord's limits of what is sent to it, each of them once.

Source: https://discord.com/developers/docs, pages Message, Component and Application Commands. Characters are UTF-16
code units to Discord and code points here; where that can matter, the callers leave a margin.
"""

from __future__ import annotations

from typing import Final

# Of a message of components (Components V2).
MAX_MESSAGE_CHARACTERS: Final = 4_000  # over all text displays
MAX_MESSAGE_COMPONENTS: Final = 40  # counting nested ones
MAX_ROW_BUTTONS: Final = 5
MAX_LABEL_CHARACTERS: Final = 80  # of a button
MAX_URL_CHARACTERS: Final = 512  # of a link button
MAX_CUSTOM_ID_CHARACTERS: Final = 100

# Of a select.
MAX_SELECT_OPTIONS: Final = 25
MAX_OPTION_CHARACTERS: Final = 100  # of an option's label, value or description

# Of an autocompletion.
MAX_CHOICES: Final = 25
MAX_CHOICE_CHARACTERS: Final = 100  # of a choice's name or value

# Of what is posted.
MAX_NONCE_CHARACTERS: Final = 25
MAX_THREAD_NAME_CHARACTERS: Final = 100

# An id of Discord's is an unsigned number of 64 bits, of which the first bit is not used; so it fits SQLite as well.
MAX_SNOWFLAKE: Final = 2**63 - 1

# Of a text option, where the command sets no limit of its own.
MAX_TYPED_CHARACTERS: Final = 6_000
