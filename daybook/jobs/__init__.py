"""The clock: what is due at which time in which zone, done by whoever claims it first."""
