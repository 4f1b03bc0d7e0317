"""The rules of the trade: clocks, ladder, code lists, numbers, checks on what is typed.

Everything here takes values and a day and returns values. Nothing here reads a clock or a disk, or imports another
room of the house; :mod:`app.shelf` reads the data files under ``resources`` and hands them in.
"""
