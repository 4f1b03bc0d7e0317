"""Who may come in: first start, log-in, lock, users; and whether this folder is a safe place for an office's data."""
