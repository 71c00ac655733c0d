"""Writes the bill of materials as CycloneDX JSON, and prints how many components have which licence."""

import argparse
import json
from collections import Counter
from pathlib import Path

from lib.files import write
from lib.version import version

from . import fonts, golang, npm, wheels
from .component import Component

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = [
    "scripts/setup/requirements.txt",
    "scripts/setup/requirements-cuda.txt",
    "scripts/setup/requirements-nbgrader.txt",
    "classroom/hub/requirements.txt",
    "classroom/proxy/requirements.txt",
    "classroom/student/requirements.txt",
]
TESTS = ["tests/requirements.txt"]
NPM = {"classroom/proxy/package-lock.json": False, "tests/package-lock.json": True}
"""The lock files of npm, and whether they are for tests."""
NOT_LISTED = (
    "Go itself and its standard library; the Debian packages of the classroom's images, which dpkg -l lists in each of them; "
    "what scripts/bench.sh installs beside the lecture to compare it with"
)


def components() -> list[Component]:
    """All that is listed."""
    found = [*golang.components(ROOT), fonts.of_formulas(ROOT)]
    for lock, for_tests in NPM.items():
        found += npm.components(ROOT / lock, for_tests)
    return [*found, *wheels.components([ROOT / name for name in REQUIREMENTS], [ROOT / name for name in TESTS])]


def document(listed: list[Component]) -> dict[str, object]:
    """The bill of materials. Two runs over the same lock files give the same bytes: it has no date and no serial number. What ships
    in one place and is for tests in another, ships."""
    found = {component.purl: component for component in sorted(listed, key=lambda c: (not c.for_tests, c))}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": "latentlab",
                "version": version(),
                "licenses": [{"license": {"name": golang.licences_in(ROOT)}}],
            },
            "properties": [{"name": "not listed", "value": NOT_LISTED}],
        },
        "components": [found[purl].entry() for purl in sorted(found)],
    }


def main() -> int:
    """Returns 1 where a licence is not known."""
    parser = argparse.ArgumentParser(prog="scripts/sbom.sh", description="The bill of materials of everything that ships.")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "sbom.json", help="the file to write")
    out: Path = parser.parse_args().out
    listed = components()
    bill = document(listed)
    write(out, json.dumps(bill, indent=1) + "\n")
    for licence, count in Counter(component.licence or "unknown" for component in listed).most_common():
        print(f"{count:4}  {licence}")
    unknown = [component.purl for component in listed if not component.licence]
    for purl in unknown:
        print(f"no licence is known of {purl}")
    print(f"not listed: {NOT_LISTED}")
    print(out)
    return 1 if unknown else 0


if __name__ == "__main__":
    raise SystemExit(main())
