"""Bundles: the signed, encrypted files by which offices without a network tell each other what changed.

docs/bundle-format.md describes the file. `bundle` builds, looks at and opens one; `sequence` decides what an opened one
means for what is held; `receipt` is the answer; `stick` puts a file on a USB stick so that "可以拔出" is true.
"""
