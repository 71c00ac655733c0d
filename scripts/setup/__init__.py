"""The parts of scripts/setup.sh, and of what prepares a student's copies. They are run from scripts/: python -m setup.plugin."""
