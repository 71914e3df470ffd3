"""The history of the schema, and the only way a file is made or brought up to date."""
