"""Buyers in numbers: how often they come back, what they spend, what a buyer is worth, what is bought together, and after how long."""
