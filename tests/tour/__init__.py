"""The tour: the main job through the real windows, without a screen, leaving pictures, papers and bundles."""
