"""A matter's page: one sheet of paper, not a maze of tabs."""
