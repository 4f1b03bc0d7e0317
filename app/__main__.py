"""`python -m app VERB`: the command line; without a verb it opens the window."""

import runpy
import sys

from app.cli import main
from app.cli.output import speak_utf8

if __name__ == "__main__":
    if main.wants_window(sys.argv[1:]):
        runpy.run_module("ui", run_name="__main__", alter_sys=True)
    else:
        speak_utf8()
        sys.exit(main.run(sys.argv[1:]))
