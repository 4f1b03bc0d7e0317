"""上报 of a township and 收件 of a district: bundles out and in, their log and gaps, and the offices one knows."""
