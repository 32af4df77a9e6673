"""Daybook (运营日志) runs the working day of an e-commerce operation.  docs/index.md is the map."""

#: Goes into every stored morning: shown again under the same version it is byte-identical.
__version__ = "0.1.0"
