"""Indicators, scores and reports: every figure defined once as data, reckoned by one query that also gives its rows."""
