"""设置: what the office is called, how it numbers, who works here, which terms it keeps, and how this PC stands."""
