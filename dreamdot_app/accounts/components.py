"""What slices above accounts fill: the slots of its pages."""

from dreamdot_app.accounts.profile_page import ProfileSlots, ProfileTab
from dreamdot_app.accounts.profile_settings.page import ProfileSettingsSlots

__all__ = ["ProfileSettingsSlots", "ProfileSlots", "ProfileTab"]
