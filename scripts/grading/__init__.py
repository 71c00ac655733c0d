"""Grades submissions of the exercises. The checks are the masters', and judge from outside; a submission's code runs in a box."""
