"""`python -m mtkit` and the `mtkit` command."""

import sys

from mtkit.cli import main

if __name__ == "__main__":
    sys.exit(main())
