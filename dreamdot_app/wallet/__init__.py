"""What people own: initial credit, money added, earnings; how it moves, and how it is shown."""
