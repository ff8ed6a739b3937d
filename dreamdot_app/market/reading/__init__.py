"""Reading: the page of a story, its settings, and the place where a reader stopped."""
