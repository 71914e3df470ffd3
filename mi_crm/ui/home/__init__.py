"""Home: what needs doing, what came in."""
