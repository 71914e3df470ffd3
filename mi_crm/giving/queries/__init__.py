"""What can be asked about gifts, batches, funds and views; answers are frozen rows."""
