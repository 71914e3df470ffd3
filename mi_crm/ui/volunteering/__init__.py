"""Screens of the volunteering room: the schedule, and the people who help."""
