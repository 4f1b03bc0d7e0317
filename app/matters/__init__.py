"""Matters: register, handle, find, show. Papers, bundles and sheets stand on this room."""
