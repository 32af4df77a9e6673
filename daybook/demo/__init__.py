"""The demonstration agency: a seeded world written as the platforms' own exports, and its answer file."""
