"""Tests of the backups on screen."""
