"""Reading stories by rule: words, mentions, entities, pronouns, settings. Knows nothing of film."""
