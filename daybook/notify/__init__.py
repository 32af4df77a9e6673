"""A message to a person by the channel that they chose; knows neither shops nor people's rights."""
