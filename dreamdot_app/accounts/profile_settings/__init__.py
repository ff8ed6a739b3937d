"""Settings > Profile: what others see of a person, and how it is changed."""
