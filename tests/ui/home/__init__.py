"""Tests of mi_crm.ui.home."""
