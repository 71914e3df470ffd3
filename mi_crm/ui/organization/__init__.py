"""Screens of the charity itself: the first set-up, and Settings."""
