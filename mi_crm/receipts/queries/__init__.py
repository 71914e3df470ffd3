"""What the receipts room can be asked: the queue, the register, and why."""
