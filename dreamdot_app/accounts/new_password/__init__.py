"""Another password: by a link when it is lost, or by who is signed in."""
