"""What stands before the desk: first start, log-in, recovery, and the lock over the window."""
