"""The floor, where words meet tensors: backends, slates, keyframes, clips, sound, the cut."""
