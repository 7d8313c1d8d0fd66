"""Cutting: what a film is made of when its clips are there: joins, sound, subtitles, one file."""
