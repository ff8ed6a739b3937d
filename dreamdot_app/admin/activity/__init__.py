"""What happened to one's own account, as the security settings show it."""
