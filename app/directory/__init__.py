"""The office's own data, entered once and used everywhere: villages, units, leaders, mediators, its names and numbers."""
