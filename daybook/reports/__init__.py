"""Reports: values rendered for people and scripts.  No rule of the trade is decided here."""
