"""What was done, by whom and when: taken back, done again, told and proved."""
