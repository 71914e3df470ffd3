"""The audit trail: left, proved, taken back."""
