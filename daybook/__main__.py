"""python -m daybook: the same as the command `daybook`."""

from daybook.cli import main

if __name__ == "__main__":
    main()
