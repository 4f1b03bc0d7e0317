"""The place 排查: screening rounds, 民事直说 sessions, publicity."""
