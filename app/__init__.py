"""The program's work: every room that a window or a command line verb may ask. Imports db, never ui."""
