"""Benchmarks: speed and the quality of judgement."""
