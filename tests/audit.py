"""`python tests/audit.py FILE`: say what pip-audit found, and of how many packages it found out.

pip-audit calls a set clean where its service knows none of the packages or cannot be reached.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

text = Path(sys.argv[1]).read_text(encoding="utf-8")
packages = json.loads(text)["dependencies"] if text else []
audited = [package for package in packages if "skip_reason" not in package]
weak = [package for package in audited if package["vulns"]]
print(f"{len(audited)} of {len(packages)} packages audited, {len(weak)} with a known weakness")
if not audited:
    print("The service that knows them was not reached: this says nothing about them.")
for package in weak:
    for weakness in package["vulns"]:
        print(f"{package['name']} {package['version']}: {weakness['id']}, mended in", end=" ")
        print(", ".join(weakness["fix_versions"]) or "no release")
sys.exit(1 if weak else 0)
