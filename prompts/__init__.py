"""The page: the screenplay, what writers fill in, and the words for models. Knows no tensor."""
