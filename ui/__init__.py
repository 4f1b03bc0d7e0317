"""The windows: PySide6 and nothing else. Asks app.desk for everything."""
