"""Plays a class at a hub: students who log in, start their servers and run the lecture's cells."""
