"""Benchmarks: each compares what the program does with the least that any program would have to do for it, in one run.

`./start bench` (see `bench.__main__`). A ratio of two things measured in turns on one machine survives a slow or busy one;
seconds do not. Times are CPU times of the process unless a line says otherwise; wall times stand beside them.
"""
