"""Writes the bill of materials as CycloneDX JSON, and prints how many components have which licence."""

import argparse
import json
from collections import Counter
from pathlib import Path

from lib.files import write

from . import golang, npm, wheels
from .component import Component

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = [
    "scripts/setup/requirements.txt",
    "scripts/setup/requirements-cuda.txt",
    "classroom/hub/requirements.txt",
    "classroom/proxy/requirements.txt",
    "classroom/student/requirements.txt",
]
FONT = Component("generic", "stix-two-math", "2", "OFL-1.1", "", "scripts/publish/stix-two-math.woff2")


def document(components: list[Component]) -> dict[str, object]:
    """The bill of materials. Two runs over the same lock files give the same bytes: it has no date and no serial number."""
    found = {component.purl: component.entry() for component in components}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "latentlab"}},
        "components": [found[purl] for purl in sorted(found)],
    }


def main() -> int:
    """Returns 1 where a licence is not known."""
    parser = argparse.ArgumentParser(prog="scripts/sbom.sh", description="The bill of materials of everything that ships.")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "sbom.json", help="the file to write")
    out: Path = parser.parse_args().out
    components = [*golang.components(ROOT), *npm.components(ROOT / "classroom" / "proxy" / "package-lock.json"), FONT]
    components += wheels.components([ROOT / name for name in REQUIREMENTS])
    bill = document(components)
    write(out, json.dumps(bill, indent=1) + "\n")
    for licence, count in Counter(component.licence or "unknown" for component in components).most_common():
        print(f"{count:4}  {licence}")
    unknown = [component.purl for component in components if not component.licence]
    for purl in unknown:
        print(f"no licence is known of {purl}")
    print(out)
    return 1 if unknown else 0


if __name__ == "__main__":
    raise SystemExit(main())
