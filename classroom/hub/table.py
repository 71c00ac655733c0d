"""Tables as editors and spreadsheets save them: their bytes, separators and headings; and changes that leave the rest as it is."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?[,;\t]*', re.IGNORECASE)
"""What Excel writes and reads as a first line."""
LARGEST = 1_000_000
"""Bytes: thirty thousand people."""


class ListError(Exception):
    """What is wrong with a list, where, and what to do. Passwords are not in it: it goes into logs and onto pages."""


class Table:
    """The lines of a file, of which one has the headings and those after it the rows.

    Every row is one line. Lines that are empty, or only separators, or begin with # say nothing. What is not changed is
    written back as it was read.
    """

    def __init__(self, text: str, name: str, mark: bool = False) -> None:
        """mark is whether the file begins with UTF-8's or UTF-16's mark."""
        self.name, self.mark, self.ascii = name, mark, text.isascii()
        self.lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text)
        self.end = "\r\n" if self.lines and self.lines[0].endswith("\r\n") else "\n"
        self.heading_at, self.separator, self.headings = -1, ",", list[str]()
        self.rows: dict[int, list[str]] = {}
        """The fields of each row, by the index of its line."""
        separator = None
        for index, line in enumerate(self.lines):
            stripped = line.strip()
            if "\0" in line:
                raise ListError(f"{self.where(index)}: there is a zero byte in it: save the file as CSV UTF-8")
            if not stripped.strip("".join(SEPARATORS) + '" ') or stripped.startswith(("#", '"#')):
                continue
            if self.heading_at < 0 and separator is None and (said := SEPARATOR_LINE.fullmatch(line.strip(" \r\n"))):
                separator = said[1]
            elif self.heading_at < 0:
                self.separator = separator or max(SEPARATORS, key=line.count)
                self.heading_at, self.headings = index, [field.casefold() for field in self.fields(index)]
            else:
                self.rows[index] = self.fields(index)

    def where(self, index: int) -> str:
        """How an error begins that is about a line."""
        return f"{self.name}, line {index + 1}"

    def fields(self, index: int) -> list[str]:
        """The fields of a line, without the spaces around them and without empty ones after the last heading."""
        line = self.lines[index].strip(" \r\n")
        try:
            (fields,) = csv.reader([line], delimiter=self.separator, strict=True, skipinitialspace=True)
        except csv.Error as error:
            what = 'a quote (") is opened and not closed' if "unexpected end" in str(error) else f"its quotes are not right ({error})"
            raise ListError(f'{self.where(index)}: {what}: write "" for a quote inside quotes') from error
        fields = [field.strip() for field in fields]
        while len(fields) > max(len(self.headings), 1) and not fields[-1]:
            fields.pop()
        if len(fields) > len(self.headings) > 0:
            raise ListError(
                f"{self.where(index)}: it has {len(fields)} fields, and the headings are {len(self.headings)}: put a field that has"
                f' {"a comma" if self.separator == "," else "the separator"} in it into quotes ("…")'
            )
        return fields

    def get(self, index: int, heading: str) -> str:
        """A field of a row: empty where the row is too short, or has no such heading."""
        at = self.headings.index(heading) if heading in self.headings else len(self.headings)
        row = self.rows[index]
        return row[at] if at < len(row) else ""

    def set(self, index: int, values: Mapping[str, str]) -> None:
        """Changes fields of a row. Their headings are there."""
        row = self.rows[index]
        row += [""] * (len(self.headings) - len(row))
        for heading, value in values.items():
            row[self.headings.index(heading)] = value
        self.lines[index] = self.line(row)

    def append(self, values: Mapping[str, str]) -> None:
        """Adds a row after the last line."""
        if self.lines and not self.lines[-1].endswith(("\r", "\n")):
            self.lines[-1] += self.end
        self.lines.append("")
        self.rows[len(self.lines) - 1] = []
        self.set(len(self.lines) - 1, values)

    def need_headings(self, wanted: Iterable[str]) -> None:
        """Adds the headings that are missing, after those that are there."""
        missing = [heading for heading in wanted if heading not in self.headings]
        if missing:
            self.headings += missing
            kept = self.fields(self.heading_at)  # as they are written
            self.lines[self.heading_at] = self.line([*kept, *missing])

    def line(self, fields: list[str]) -> str:
        """A line of the file."""
        out = io.StringIO()
        csv.writer(out, delimiter=self.separator, lineterminator=self.end).writerow(fields)
        return out.getvalue()

    def text(self) -> str:
        """The whole file, with a mark where it had one, or where only one tells a spreadsheet that it is UTF-8."""
        text = "".join(self.lines)
        return "\ufeff" * (self.mark or (self.ascii and not text.isascii())) + text


def load(path: Path, name: str = "", fallback: str = "") -> Table:
    """The table in a file. name is what errors call it; fallback is the encoding of what is neither UTF-8 nor UTF-16."""
    name = name or path.name
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ListError(f"{name} has more than {LARGEST:,} bytes: it is not a list of people")
    if data.startswith(b"PK"):
        raise ListError(f"{name} is a spreadsheet's own file: save it as CSV UTF-8")
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    mark = data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return Table(data.decode(encoding), name, mark)
    except UnicodeDecodeError as error:
        if encoding == "utf-8-sig" and fallback:
            return Table(data.decode(fallback, errors="replace"), name)
        line = data[: error.start].count(b"\n") + 1
        raise ListError(f"{name}, line {line}: a character is not UTF-8: save the file as CSV UTF-8") from error
