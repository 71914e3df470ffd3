"""A file of donations as it comes from outside."""

import csv
from pathlib import Path


def write_donations(path: Path, rows: int) -> None:
    """Write donations as PayPal does, three of each person."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Date", "Time", "TimeZone", "Name", "Type", "Status", "Currency", "Gross", "Fee",
                         "From Email Address", "Transaction ID", "Zip/Postal Code"])  # fmt: skip
        for n in range(rows):
            writer.writerow(["10/05/2026", "12:00:00", "PDT", f"Donor{n // 3} Person", "Donation Payment",
                             "Completed", "USD", "25.00", "-0.99", f"d{n // 3}@mail.example", f"T{n}",
                             "91103"])  # fmt: skip
