"""Tests of mi_crm.people."""
