"""What can be done with volunteers and shifts: each function is one act in one transaction."""
