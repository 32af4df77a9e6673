"""Trust: past mornings to the byte through all that may happen to a data folder, and weeks of the clock at speed."""
