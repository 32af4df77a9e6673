"""Metrics: definitions as data, each computed once for all shops of a run."""
