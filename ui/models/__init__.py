"""Table models: frozen rows in, cells out; they read only what is seen."""
