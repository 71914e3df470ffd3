"""Screens of what was done and the way back from it."""
