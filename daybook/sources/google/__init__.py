"""Exports of Google Ads."""
