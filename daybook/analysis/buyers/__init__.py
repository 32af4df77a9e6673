"""Buyers in numbers: how often they come back, what they spend and are worth, what is bought together, and when again."""
