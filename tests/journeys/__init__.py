"""Whole days of work through the real window, by keys alone."""
