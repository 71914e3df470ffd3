"""What can be asked about programs, places and trainings: frozen rows, never records."""
