"""The exercises: what students get of them, and what their solutions are. The masters hold both, in nbgrader's own format."""
