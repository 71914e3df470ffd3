"""Measurements, run by name: python3 -m tests tests/benchmarks --gifts 1000,100000,1000000."""
