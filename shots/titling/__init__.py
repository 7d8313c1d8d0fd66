"""Titling: letters in many scripts, and the cards that open and close a film."""
