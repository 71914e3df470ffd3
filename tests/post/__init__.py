"""Tests of the post room, against a real mail server on this computer."""
