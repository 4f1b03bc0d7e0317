"""The further cards of a matter's page, each a file of its own that knows one thing.

A section asks the desk for what it shows and commands what it offers; the page only says which matter is open. A new one is
a line in `all.SECTIONS`, in the order in which they stand below the time line. Whoever needs one word of them (the desk's
list of offers) does not load them all.
"""
