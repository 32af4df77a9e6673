"""The plan: who does what today, in which order, and what was left out and why."""
