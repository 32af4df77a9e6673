"""Exports of Taobao and Tmall seller centres."""
