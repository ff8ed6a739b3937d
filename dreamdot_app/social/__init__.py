"""What people are to each other: so far, whom they keep away."""
