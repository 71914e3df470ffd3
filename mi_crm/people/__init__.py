"""Constituents: persons, organizations and households, and how to find and address them."""
