"""One file for each thing that is measured: what is compared, at which size, and the goal."""
