"""Reviews as numbers: a cause that rises beyond chance, and a score that ratings move."""
