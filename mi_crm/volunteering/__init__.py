"""Volunteers, the shifts they are asked for, and the hours they give."""
