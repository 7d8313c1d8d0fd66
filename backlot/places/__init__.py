"""Places: sets, their light and weather, and the planes that the camera sees them in."""
