"""The parts of scripts/setup.sh, and what updates a student's copies. They run from scripts/: python -m setup.plugin."""
