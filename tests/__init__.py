"""Tests of MI CRM."""
