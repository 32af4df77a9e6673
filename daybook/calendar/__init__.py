"""The calendar (日历): trading days, festivals, platform events, and which past day is a fair base."""
