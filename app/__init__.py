"""The program's work: every room that a window or a command line verb may ask. Imports db, never ui."""

import db as db  # It says what SQLAlchemy need not load, and it has to say so first.
