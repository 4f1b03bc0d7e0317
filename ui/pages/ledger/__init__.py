"""台账: every matter as a line, found as you type, counted and summed; only what is seen is read."""
