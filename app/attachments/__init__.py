"""Evidence and scans (证据附件): content-addressed, sealed outside the database, never a plain copy on the disk."""
