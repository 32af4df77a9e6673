"""Exports of 抖店."""
