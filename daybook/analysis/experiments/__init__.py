"""Tests of pages: how many people one needs, what may be said on any day, and whether the split is honest.

Statistics are sums, never rows; nothing here knows a shop.
"""
