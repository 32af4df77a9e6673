"""Exports of the Shopify admin."""
