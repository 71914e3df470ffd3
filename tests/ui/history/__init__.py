"""What was done, on the screen."""
