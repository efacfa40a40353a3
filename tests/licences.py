"""`python tests/licences.py`: under which licences everything is that is installed here.

Each package as it says itself; where it says nothing, as NOTICE does. Ends with 1 where none does.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from importlib import metadata
from pathlib import Path

NOTICE = Path(__file__).parents[1] / "NOTICE"


def licence_of(package: metadata.PackageMetadata, notice: str) -> str:
    """As an expression, a classifier or a line of text: the first that there is."""
    kinds = [line for line in package.get_all("Classifier") or () if line.startswith("License ::")]
    told = re.search(rf"(?m)^{re.escape(package['Name'])} +(\S+)", notice)
    return (
        package.get("License-Expression")
        or ", ".join(kind.rpartition(" :: ")[2] for kind in kinds)
        or (package.get("License") or "").partition("\n")[0][:60]
        or (f"{told[1]} (NOTICE)" if told else "")
    )


packages = defaultdict(list)
notice = NOTICE.read_text(encoding="utf-8")
for found in metadata.distributions():
    package = found.metadata
    packages[licence_of(package, notice)].append(f"{package['Name']} {package['Version']}")
for licence, names in sorted(packages.items()):
    print(f"{licence or 'NOBODY SAYS'}: {', '.join(sorted(names, key=str.lower))}")
sys.exit(1 if "" in packages else 0)
