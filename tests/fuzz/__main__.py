"""`python -m tests.fuzz --minutes 15`: fuzz every target, or `--target NAME`, for so long each.

Inputs differ from run to run. Ends with 1 at the first that breaks a rule, which it prints; fixed,
it becomes a case of its target.
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.fuzz.target import fuzz
from tests.fuzz.targets import TARGETS


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--target", choices=TARGETS, action="append")
    asked = parser.parse_args()
    for name in asked.target or TARGETS:
        tried = fuzz(TARGETS[name], time.monotonic() + 60 * asked.minutes)
        print(f"{name}: {tried} inputs in {asked.minutes:g} minutes, every rule held", flush=True)
    return 0


sys.exit(main())
