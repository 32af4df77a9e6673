"""The bulk writer: a large agency of skewed shops as landed facts, in the house's own layout, in minutes."""
