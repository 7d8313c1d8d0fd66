"""Rules: how the offline writer fills each page, from who is in the story to where everybody stands."""
