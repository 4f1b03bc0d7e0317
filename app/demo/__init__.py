"""Made-up work for trying and teaching: matters, people and places that nobody is, in an office set up for training."""
