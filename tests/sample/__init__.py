"""Tests of mi_crm.sample."""
