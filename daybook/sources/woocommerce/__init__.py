"""Exports of WooCommerce."""
