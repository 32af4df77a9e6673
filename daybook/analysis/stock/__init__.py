"""Stock as numbers: what each SKU will sell, how sure that is, how much to order and when, and how to share it out."""
