"""`python -m app VERB`: the command line; without a verb it opens the window."""

import io
import runpy
import sys

from app.cli import main


def speak_utf8() -> None:
    """JSON is UTF-8 everywhere: a console of Windows would write its code page into a file or a pipe."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    if main.wants_window(sys.argv[1:]):
        runpy.run_module("ui", run_name="__main__", alter_sys=True)
    else:
        speak_utf8()
        sys.exit(main.run(sys.argv[1:]))
