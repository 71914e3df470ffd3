"""People: find somebody, see what you have been to each other, and keep it true."""
