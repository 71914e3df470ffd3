"""MI CRM: donors, gifts and true receipts of a small charity, in one local file."""

__version__ = "0.1.0"
