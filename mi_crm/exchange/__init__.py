"""Files in and out: reading other programs' exports with a verdict per row, and giving lists away."""
