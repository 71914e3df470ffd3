"""Tests of the box that finds anything."""
