"""The headless commands: the same actions as the window, without Qt and without a screen."""
