"""Find anything: one box over the window, from everywhere."""
