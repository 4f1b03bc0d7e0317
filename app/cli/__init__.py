"""The command line: what the windows can do to an office's data, through the same calls (docs: README, cli contract)."""
