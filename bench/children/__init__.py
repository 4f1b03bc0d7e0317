"""Programs that a bench runs in a process of their own: where starting up or memory is what is measured."""
