"""Settings > Account: the name and the address that one signs in with."""
