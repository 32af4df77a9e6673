"""Decisions on ads: reports in, advised moves with their evidence out; knows no platform, no file and no screen."""
