"""The chair: it decides, and never touches a tensor."""
