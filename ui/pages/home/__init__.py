"""工作台: what is due, by when, and the next step of each as a button."""
