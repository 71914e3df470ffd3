"""What is done with gifts, batches, funds and views: one function, one transaction."""
