"""The command line: the commands of the design's section 7, each calling one workflow."""

from daybook.cli.door import main

__all__ = ["main"]
