"""The API for scripts: what the screens do, by a token, under the same rights.  It is a door and judges nothing."""
