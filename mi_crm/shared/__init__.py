"""What every room may use: money, dates, text, problems, progress. No Qt, no SQL, no clock."""
