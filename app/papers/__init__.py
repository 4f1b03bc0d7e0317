"""Papers: a description and a matter's values become a PDF; later, a frozen, numbered, served document."""
