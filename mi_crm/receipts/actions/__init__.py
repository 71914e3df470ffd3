"""What can be done with receipts: issue, void, replace, copy."""
