"""Desks: what is off, and what to do about it, each from one value `Seen`."""
