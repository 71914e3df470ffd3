"""The one door to the database: opening, transactions, types, numbers, backup."""
