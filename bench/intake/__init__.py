"""Benchmarks of taking files in."""
