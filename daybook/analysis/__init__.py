"""Methods: numbers in, numbers out; knows no shop, no screen and no file."""
