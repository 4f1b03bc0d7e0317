"""Duties of offices and officials: rounds, sessions, receptions, charges, supervision, meetings, agency, relief, letters."""
