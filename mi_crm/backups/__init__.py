"""Backups that prove themselves: made, checked, kept and thrown away by rule."""
