"""Tests of the house itself: its imports, its clock, its papers."""
