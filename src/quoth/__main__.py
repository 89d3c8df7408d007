"""`python -m quoth`: the command line without its script."""

from quoth.serve.cli import main

if __name__ == "__main__":
    main()
