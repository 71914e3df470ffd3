"""What is true of names, addresses and likeness: pure functions of plain values."""
