"""One file per thing the house does; the only room that wires the others."""
