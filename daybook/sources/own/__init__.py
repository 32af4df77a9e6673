"""Daybook's own plain layouts, for what no platform exports in a known form."""
