"""nbgrader's settings for the exercises. scripts/nbgrader.sh hands it this file."""

from pathlib import Path

c = get_config()  # type: ignore[name-defined] # noqa: F821 # nbgrader defines it

# The masters are the source as they lie, of an assignment that is called as their directory.
c.CourseDirectory.root = str(Path(__file__).resolve().parents[2] / "out" / "nbgrader")
c.CourseDirectory.source_directory = "../../notebooks"
# So that submitted/exercises is what scripts/grade.sh takes, and what scripts/classroom.sh collect writes.
c.CourseDirectory.directory_structure = "{nbgrader_step}/{assignment_id}/{student_id}"

# nbgrader knows no gap for Go. This is the one of scripts/exercises.sh, which the checks tell from an answer.
c.ClearSolutions.code_stub = {"go": '// YOUR CODE HERE\npanic("YOUR CODE HERE")'}

# Seconds for a cell. A check ends by itself after five; what takes longer is a cell that trains, or does not end.
c.Execute.timeout = 60

# A page of feedback shows what a student has written, and runs nothing of it.
c.HTMLExporter.sanitize_html = True
