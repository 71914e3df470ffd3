"""Screens of the programs room."""
