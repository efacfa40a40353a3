"""`python -m parcha`."""

from parcha.cli import main

main()
