"""Creators: what pending orders will settle, and signs that numbers were made.  Knows no shop."""
