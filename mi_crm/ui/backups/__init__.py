"""Where a backup is put back."""
