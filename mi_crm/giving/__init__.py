"""Gifts: how they come in, in batches or alone, what they are for, and how they are corrected."""
