"""The command line: one file for each way in, which main.py reads the arguments for.

run.py connects to Discord, rehearse.py runs the same bot against a Discord on loopback, ask.py and briefing.py answer
once in the terminal; check, build and backup are short enough to be in main.py. A way in ends with an exit code
(bot/exit_codes.py) and one line on stderr that says why.

Imports everything below, each way only what it needs, when it is taken: `check` loads no Discord. What several ways
share is built in bot/app.py. Begin with main.py.

    python -m bot ask "/who-said words: irreversible"
"""
