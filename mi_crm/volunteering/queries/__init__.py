"""What can be asked about volunteers and shifts."""
