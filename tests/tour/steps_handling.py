"""Steps."""

STEPS = ()
