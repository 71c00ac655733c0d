"""A master notebook: its student's version and its solution.

The student's version is what nbgrader 0.9.6 makes of the master by `generate_assignment` (LockCells, ClearSolutions, ClearOutput), but
for the checksums, which it adds for itself when it grades.
"""

import copy
import re
from typing import Any

import nbformat

BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"

STUB = '// YOUR CODE HERE\npanic("YOUR CODE HERE")'
"""What stands where a solution was: nbgrader's ClearSolutions.code_stub for Go. Package exercise knows the panic (exercise.Empty)."""

TEXT_STUB = "YOUR ANSWER HERE"
"""The same in a Markdown cell: nbgrader's ClearSolutions.text_stub."""

SCHEMA = 3
"""The version of nbgrader's metadata that this reads."""

KEYS = {"grade": bool, "locked": bool, "schema_version": int, "solution": bool, "task": bool, "grade_id": str}


class Faulty(Exception):
    """What is wrong with a master: its cell, the cause, the way out."""


def is_master(notebook: nbformat.NotebookNode) -> bool:
    """Whether a notebook holds a solution, or a mark of one."""
    return any(marks(cell).get("solution") or BEGIN in cell.source for cell in notebook.cells)


def marks(cell: nbformat.NotebookNode) -> dict[str, Any]:
    """What nbgrader's metadata say of a cell; nothing of a cell that nbgrader leaves alone."""
    found: dict[str, Any] = cell.metadata.get("nbgrader", {})
    return found


def student(master: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The student's version: gaps for solutions, no outputs, and checks that cannot be edited. Raises Faulty."""
    check(master)
    notebook = copy.deepcopy(master)
    for number, cell in enumerate(notebook.cells, 1):
        lock(cell)
        clear(cell, number)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.metadata.pop("latentlab", None)  # what a run has noted
    return notebook


def solution(master: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The solution as a notebook to read and run: the master without its marks. Raises Faulty."""
    check(master)
    notebook = copy.deepcopy(master)
    for cell in notebook.cells:
        cell.source = "\n".join(line for line in cell.source.split("\n") if BEGIN not in line and END not in line)
    return notebook


def clear(cell: nbformat.NotebookNode, number: int) -> None:
    """Puts a stub where a cell has a solution, as nbgrader's ClearSolutions does: for each region, else for the whole cell."""
    stub = (STUB if cell.cell_type == "code" else TEXT_STUB).split("\n")
    lines: list[str] = []
    inside = replaced = False
    for line in cell.source.split("\n"):
        if BEGIN in line:
            if inside:
                raise Faulty(f"cell {number}: a solution begins inside another: end the first by a line // ### {END}")
            inside = replaced = True
            indent = re.match(r"\s*", line)
            lines += [(indent.group(0) if indent else "") + text for text in stub]
        elif END in line:
            inside = False
        elif not inside:
            lines.append(line)
    if inside:
        raise Faulty(f"cell {number}: a solution does not end: end it by a line // ### {END}")
    is_solution = bool(marks(cell).get("solution"))
    if replaced and not is_solution:
        raise Faulty(f'cell {number}: there is a solution in a cell that is none: set "solution" in its nbgrader metadata')
    if is_solution and not replaced:
        lines = stub
    cell.source = "\n".join(lines)


def lock(cell: nbformat.NotebookNode) -> None:
    """Keeps a student's editor from deleting or changing what is not the student's, as nbgrader's LockCells does."""
    about = marks(cell)
    if about.get("solution"):
        cell.metadata["deletable"] = False
    elif about.get("grade") or about.get("locked"):
        cell.metadata["deletable"] = False
        cell.metadata["editable"] = False


def check(master: nbformat.NotebookNode) -> None:
    """Raises Faulty where nbgrader would not take the master, or the kernel is not Go's."""
    language = master.metadata.get("kernelspec", {}).get("language")
    if language != "go":
        raise Faulty(f"its kernel's language is {language!r}: want go")
    seen: dict[str, int] = {}
    for number, cell in enumerate(master.cells, 1):
        about = marks(cell)
        if not about:
            continue
        for key, kind in KEYS.items():
            if not isinstance(about.get(key), kind):
                raise Faulty(f"cell {number}: nbgrader's {key} is {about.get(key)!r}: want a {kind.__name__}")
        if about["schema_version"] != SCHEMA:
            raise Faulty(f"cell {number}: nbgrader's schema_version is {about['schema_version']}: want {SCHEMA}")
        if about["grade"] and not isinstance(about.get("points"), int):
            raise Faulty(f"cell {number}: it is graded, and has no points: want a whole number")
        name = about["grade_id"]
        if name in seen:
            raise Faulty(f"cell {number}: its grade_id {name!r} is that of cell {seen[name]}, too: want one of its own")
        seen[name] = number
