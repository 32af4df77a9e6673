"""Tests of the committed benches: what they measure on must be the real thing."""
