"""What windows and the command line see of figures, scores and reports."""
