"""Moves: every change that the house can carry out, as a value with its object, from, to, undo and ways out."""
