"""The post room: papers on their way out by e-mail, and the office's own mail account."""
