"""`python -m tests.lock > requirements.lock`: what is installed here of all that the tests need."""

from __future__ import annotations

import sys
from importlib import metadata

from tests.test_supply import EXTRAS, closure

print("# The versions that were tested together. Made by: python -m tests.lock > requirements.lock")
print(f"# Python {sys.version_info.major}.{sys.version_info.minor}")
for name in sorted(closure("parcha", *EXTRAS)):
    print(f"{name}=={metadata.version(name)}")
