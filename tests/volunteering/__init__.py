"""Tests of the volunteering room: who can help, and when."""
