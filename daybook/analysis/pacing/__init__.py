"""What a day will come to, from the hours that are in: the level of the day, its shape, its noise, the forecast."""
