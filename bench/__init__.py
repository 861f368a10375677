"""Benchmarks: our code and the plain alternatives side by side in one run (make bench; see README.md)."""
