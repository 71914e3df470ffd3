"""What can be done with programs, places and trainings: each function is one act in one transaction."""
