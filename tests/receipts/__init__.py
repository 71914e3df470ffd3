"""Tests of the receipts room."""
