"""包案: the account of leaders' charges, return visits by plan, and relief, each a view of the page."""
