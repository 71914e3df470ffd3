"""Receipts: what paper a gift gets, its frozen words, and the register that keeps them."""
