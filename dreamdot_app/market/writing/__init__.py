"""Writing: the editor, the keeper of drafts, the cover, and the HTML that a story may hold."""
