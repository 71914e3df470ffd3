"""Measurements, run by name: python3 -m tests -m benchmark tests/benchmarks."""
