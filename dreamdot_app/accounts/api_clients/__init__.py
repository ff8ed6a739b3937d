"""Programs that speak for somebody: access tokens for a quarter of an hour, refresh tokens."""
