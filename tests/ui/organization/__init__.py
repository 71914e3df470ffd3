"""Tests of the screens of the charity itself."""
