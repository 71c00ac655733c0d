"""nbgrader's settings for the exercises. scripts/nbgrader.sh lets it find this file."""

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.preprocessors import CheckCellMetadata, ClearOutput, DeduplicateIds, OverwriteCells, OverwriteKernelspec

from exercises.master import STUB

c = get_config()  # type: ignore[name-defined] # noqa: F821 # nbgrader defines it

# The masters are the source as they lie, of an assignment that is called as their directory.
c.CourseDirectory.root = str(Path(__file__).resolve().parents[2] / "out" / "nbgrader")
c.CourseDirectory.source_directory = "../../notebooks"
# So that submitted/exercises is what scripts/grade.sh takes, and what scripts/classroom.sh collect writes.
c.CourseDirectory.directory_structure = "{nbgrader_step}/{assignment_id}/{student_id}"

# nbgrader knows no gap for Go. This is the one of scripts/exercises.sh, which the checks tell from an answer.
c.ClearSolutions.code_stub = {"go": STUB}

# Seconds for a cell. A check ends by itself after five; what takes longer is a cell that trains, or does not end.
c.Execute.timeout = 60


class OverwriteGoCells(OverwriteCells):
    """Puts checks back that a student has deleted. nbgrader's own begins them with a comment of Python's, which is no Go."""

    def missing_cell_transform(self, source_cell: Any, *about: Any, **more: Any) -> NotebookNode:
        """The cell, as it is in the database, with an id, which nbformat asks for."""
        cell = super().missing_cell_transform(source_cell, *about, **more)
        cell.id, cell.source = source_cell.name, source_cell.source
        return cell


c.OverwriteCells.add_missing_cells = True
c.Autograde.sanitize_preprocessors = [ClearOutput, DeduplicateIds, OverwriteKernelspec, OverwriteGoCells, CheckCellMetadata]
