"""Voices: who says what, in which voice, and who speaks it."""
