"""One line of the bill."""

from typing import Any, NamedTuple


class Component(NamedTuple):
    """A package: its kind as in a package URL, name, version, licence ("" where none is known), its digests in hex by algorithm,
    where a font or file lies, the line of go.sum, and whether it is there for tests alone."""

    kind: str
    name: str
    version: str
    licence: str
    hashes: tuple[tuple[str, str], ...] = ()
    file: str = ""
    gosum: str = ""
    for_tests: bool = False

    @property
    def purl(self) -> str:
        """Its package URL."""
        return f"pkg:{self.kind}/{self.name.replace('@', '%40')}@{self.version}"

    def entry(self) -> dict[str, Any]:
        """As CycloneDX writes it, which calls excluded what is there for tests."""
        entry: dict[str, Any] = {"type": "library", "bom-ref": self.purl, "name": self.name, "version": self.version, "purl": self.purl}
        if self.for_tests:
            entry["scope"] = "excluded"
        if self.licence:
            entry["licenses"] = [{"license": {"name": self.licence}}]
        if self.hashes:
            entry["hashes"] = [{"alg": algorithm, "content": content} for algorithm, content in self.hashes]
        properties = [{"name": name, "value": value} for name, value in (("file", self.file), ("go.sum", self.gosum)) if value]
        if properties:
            entry["properties"] = properties
        return entry
