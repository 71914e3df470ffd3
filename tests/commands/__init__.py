"""Tests of mi_crm.commands."""
