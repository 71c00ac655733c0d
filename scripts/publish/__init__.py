"""Runs the lecture's notebooks on the GoNB kernel and makes one page of them. scripts/lecture.sh starts it."""
