"""Works: writing and publishing them, finding, buying and reading them."""
