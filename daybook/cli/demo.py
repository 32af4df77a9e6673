"""daybook demo: placeholder until registered."""
