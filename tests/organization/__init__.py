"""Tests of the organization room."""
