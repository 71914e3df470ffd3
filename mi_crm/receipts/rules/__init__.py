"""Which paper a gift gets, and why: receipts.md section 8.1, as pure functions of facts."""
