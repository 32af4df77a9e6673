"""Exports of Meta Ads."""
