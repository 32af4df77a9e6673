"""The words of the house: frozen dataclasses that every room may use and that import nothing."""
