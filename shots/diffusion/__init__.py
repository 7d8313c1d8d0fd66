"""Diffusion: image and video models as backends, from their weights to their latents."""
