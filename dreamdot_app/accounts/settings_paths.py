"""Where the settings are, for letters and pages alike."""

SETTINGS_PATH = "/settings"


def section_path(key: str) -> str:
    """Where a section is (`settings_frame.SECTIONS`)."""
    return f"{SETTINGS_PATH}/{key}"
