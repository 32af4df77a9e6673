"""Disputes in numbers: the odds of winning a case, what fighting is worth, and how far a rate is from its line."""
