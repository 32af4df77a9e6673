"""Judgement methods run on bench folders, by the functions the desks use; one file per bench."""
