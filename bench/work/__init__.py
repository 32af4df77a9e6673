"""How long the boards of a large agency take."""
