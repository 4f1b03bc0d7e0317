"""Where the office's data lives: tables, journal, unit of work, search, engine. Imports neither app nor ui."""
