"""Excel in: an office's old ledgers, looked at before anything is written.

``source`` opens the file, ``headers`` finds the columns by their names, ``cells`` reads one cell, ``judge`` a row,
``preview`` the whole sheet; ``answers`` settles what a person was asked, ``service`` is what the desk holds.
"""
