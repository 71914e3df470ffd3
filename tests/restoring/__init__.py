"""Tests of the restoring room."""
