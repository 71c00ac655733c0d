"""One line of the bill."""

from typing import Any, NamedTuple


class Component(NamedTuple):
    """A package: its kind as in a package URL, name, version, licence ("" where none is known), SHA-256 in hex, and its file."""

    kind: str
    name: str
    version: str
    licence: str
    sha256: str = ""
    file: str = ""

    @property
    def purl(self) -> str:
        """Its package URL."""
        return f"pkg:{self.kind}/{self.name.replace('@', '%40')}@{self.version}"

    def entry(self) -> dict[str, Any]:
        """As CycloneDX writes it."""
        entry: dict[str, Any] = {"type": "library", "bom-ref": self.purl, "name": self.name, "version": self.version, "purl": self.purl}
        if self.licence:
            entry["licenses"] = [{"license": {"name": self.licence}}]
        if self.sha256:
            entry["hashes"] = [{"alg": "SHA-256", "content": self.sha256}]
        if self.file:
            entry["properties"] = [{"name": "file", "value": self.file}]
        return entry
