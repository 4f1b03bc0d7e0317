"""交办督办: whom to press, letters and their answers, what was assigned, and the tasks that meetings and leaders gave."""
