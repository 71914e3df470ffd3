"""Faults on purpose: killed processes, lost power, full disks, flipped bits, and an oracle that looks."""
