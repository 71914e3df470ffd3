"""Tests of mi_crm.ui.people."""
