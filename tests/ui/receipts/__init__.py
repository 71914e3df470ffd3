"""Tests of the receipts on screen."""
