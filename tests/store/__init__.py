"""Tests of mi_crm.store."""
