"""Invented data of any size, made through the same actions as real data."""
