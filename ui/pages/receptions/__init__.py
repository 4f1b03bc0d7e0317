"""接访: today's reception day, the roster of a quarter, first receivers, leaders' instructions, agents' duties."""
