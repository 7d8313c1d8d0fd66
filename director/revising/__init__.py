"""A person's instruction becomes a few edits of the plan, and a plan's changes become words."""
