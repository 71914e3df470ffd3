"""Tests of mi_crm.migrations."""
