"""The command line: the commands of the design's section 7, each calling one workflow."""

import os

# Before numpy is loaded: the matrices here are small, so that threads cost twice the time and bring none of it back, and sums come
# out the same whatever the number of cores.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from daybook.cli.door import main

__all__ = ["main"]
