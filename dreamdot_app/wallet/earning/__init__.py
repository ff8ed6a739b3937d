"""What creators earned: by work and by day, what matures when, and all of it to take along."""
