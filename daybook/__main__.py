"""python -m daybook: the same as the command `daybook`."""

from daybook.cli import main

main()
