"""Words for image and video models, rewritten for each family and measured without its weights."""
