"""The charity itself: what its papers say about it, and its pictures."""
