"""Exports of TikTok Shop."""
