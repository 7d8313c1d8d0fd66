"""Screenplays in Fountain: the marks of the format, and what they become in a plan of ours."""
