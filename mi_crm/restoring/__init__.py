"""Putting a backup back: on trial each month, and for good when the office must."""
