"""One file per screen; each view says by `screen` which right it needs."""
