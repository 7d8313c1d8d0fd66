"""Actors: who can be drawn, what they wear, and how they move."""
