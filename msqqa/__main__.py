"""Run the command line with ``python -m msqqa``."""

from msqqa.cli import main

if __name__ == "__main__":
    main()
