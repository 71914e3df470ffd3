"""Screens about gifts: recording them, batches, the register."""
