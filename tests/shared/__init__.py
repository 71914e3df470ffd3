"""Tests of mi_crm.shared."""
