"""The demonstration world: written people and works, and how they are planted."""
