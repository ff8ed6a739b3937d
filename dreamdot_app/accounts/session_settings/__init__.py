"""Where somebody is signed in: seen in the settings, and ended there."""
