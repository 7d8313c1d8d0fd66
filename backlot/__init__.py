"""The built-in world: drawn actors, sets and a camera, with the truth beside every frame."""
