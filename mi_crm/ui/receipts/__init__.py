"""Receipts on screen: the queue, the register, and why."""
