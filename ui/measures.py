"""How large the windows are: the one before the desk and the desk's own stand in the same place."""

SMALLEST = (1024, 640)
FIRST = (1366, 768)
