"""What may be planned with whom, what would be best, and what hours are worth: functions of plain values."""
