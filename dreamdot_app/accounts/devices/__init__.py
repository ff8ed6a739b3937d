"""The browsers that an account knows, and what is told of those that it does not."""
